//! Services of which one call tells all that rules need: Auto Scaling, Batch, EFS, CloudFormation and
//! Cloud Map.

use serde_json::json;

use super::Group;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::{AUTO_SCALING, BATCH, CLOUDFORMATION, EFS, SERVICE_DISCOVERY};
use crate::model::kinds::autoscaling::AutoScalingGroup;
use crate::model::kinds::batch::ComputeEnvironment;
use crate::model::kinds::cloudformation::Stack;
use crate::model::kinds::efs::FileSystem;
use crate::model::kinds::servicediscovery::Namespace;
use crate::model::kinds::{Facts, Reach};
use crate::model::record::Record;
use crate::model::told::Told;

operations! {
    AUTO_SCALING_GROUPS = "autoscaling:DescribeAutoScalingGroups";
    COMPUTE_ENVIRONMENTS = "batch:DescribeComputeEnvironments";
    FILE_SYSTEMS = "elasticfilesystem:DescribeFileSystems";
    STACKS = "cloudformation:DescribeStacks";
    NAMESPACES = "servicediscovery:ListNamespaces";
}

static DESCRIBE_AUTO_SCALING_GROUPS: Call = Call::of(&AUTO_SCALING, &AUTO_SCALING_GROUPS)
    .list(&["AutoScalingGroups"])
    .token("NextToken", "NextToken")
    .size("MaxRecords", 100);
static DESCRIBE_COMPUTE_ENVIRONMENTS: Call = Call::of(&BATCH, &COMPUTE_ENVIRONMENTS)
    .route("POST /v1/describecomputeenvironments")
    .list(&["computeEnvironments"])
    .token("nextToken", "nextToken")
    .size("maxResults", 100);
static DESCRIBE_FILE_SYSTEMS: Call = Call::of(&EFS, &FILE_SYSTEMS)
    .route("GET /2015-02-01/file-systems")
    .list(&["FileSystems"])
    .token("Marker", "NextMarker")
    .size("MaxItems", 100);
static DESCRIBE_STACKS: Call = Call::of(&CLOUDFORMATION, &STACKS)
    .list(&["Stacks"])
    .token("NextToken", "NextToken");
static LIST_NAMESPACES: Call = Call::of(&SERVICE_DISCOVERY, &NAMESPACES)
    .list(&["Namespaces"])
    .token("NextToken", "NextToken")
    .size("MaxResults", 100);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(
                all::<AutoScalingGroup>(
                    place,
                    &DESCRIBE_AUTO_SCALING_GROUPS,
                    "AutoScalingGroupARN"
                ),
                all::<ComputeEnvironment>(
                    place,
                    &DESCRIBE_COMPUTE_ENVIRONMENTS,
                    "computeEnvironmentArn"
                ),
                all::<FileSystem>(place, &DESCRIBE_FILE_SYSTEMS, "FileSystemArn"),
                all::<Stack>(place, &DESCRIBE_STACKS, "StackId"),
                all::<Namespace>(place, &LIST_NAMESPACES, "Arn"),
            );
        })
    },
};

/// All resources of a list, each with its ARN in the member of this name.
async fn all<T>(place: &Place<'_>, call: &Call, arn: &str)
where
    T: Record + Told + Default + Into<Facts>,
{
    let listed = place.list(call, json!({})).await;
    place.keep(place.told::<T>(call, listed, |item| place.arn_in(item, arn)));
}
