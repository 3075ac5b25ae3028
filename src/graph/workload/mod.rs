//! Workloads: what runs containers, where it stands, and what of AWS it needs to start and to run.

mod agents;
mod clients;
mod endpoints;
mod environments;
mod exec;
mod needs;
mod place;
mod unit;
mod ways;

use crate::model::kinds::Reach;
use crate::model::record::{RecordType, Shape};

use super::schema::{Derived, GraphKind};
pub(super) use clients::{ByVpc, Client, of_vpc as clients_of_vpc};
pub(super) use endpoints::service_of;
pub(super) use environments::of as environments_of;
pub(super) use needs::services_to_start;
pub(super) use place::{details, of as place_of};
pub(super) use unit::{LINKS, add_workloads};
pub(super) use ways::{Way, ways_to};

/// The kind `ecs.workload`.
pub(super) fn workload_kind() -> GraphKind {
    static RECORD: RecordType = RecordType {
        name: "Workload",
        doc: "What runs containers in ECS as one unit of decision: a service, or a task that no \
              service started and that has not ended.",
        attributes: &[],
    };
    GraphKind {
        name: "ecs.workload",
        doc: RECORD.doc,
        record: &RECORD,
        enumerated_by: vec![
            "ecs:ListClusters",
            "ecs:ListServices",
            "ecs:DescribeServices",
            "ecs:ListTasks",
            "ecs:DescribeTasks",
        ],
        reach: Reach::Regional,
        links: Vec::new(),
        derived: Vec::new(),
    }
}

/// The derived facts of workloads.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "ecs.workload",
        name: "name",
        doc: "The name of the service, or the id of the task.",
        ty: crate::model::id::Text::ty,
        compute: unit::name,
    },
    Derived {
        kind: "ecs.workload",
        name: "exec_enabled",
        doc: "Whether ECS Exec is on.",
        ty: bool::ty,
        compute: unit::exec_enabled,
    },
    Derived {
        kind: "ecs.workload",
        name: "on_fargate",
        doc: "Whether its tasks run on Fargate, so that images, logs and secrets take the way of the \
              task's own interface. \
              <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html>",
        ty: bool::ty,
        compute: unit::on_fargate,
    },
    Derived {
        kind: "ecs.workload",
        name: "needed_services",
        doc: "What its tasks need of AWS before their containers start, subnet by subnet, and whether \
              they get there: `ecr.api`, `ecr.dkr` and `s3` (by a gateway endpoint alone) for images of \
              ECR, `logs` for the driver awslogs, `secretsmanager` and `ssm` for references, `internet` \
              for other images. \
              <https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html>",
        ty: Vec::<needs::NeededService>::ty,
        compute: needs::to_start,
    },
    Derived {
        kind: "ecs.workload",
        name: "exec_services",
        doc: "What ECS Exec needs of AWS, subnet by subnet, and whether the tasks get there: \
              `ssmmessages`, `kms` if the cluster names a key, `logs` and `s3` where the cluster sends \
              the sessions. \
              <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>",
        ty: Vec::<needs::NeededService>::ty,
        compute: needs::for_exec,
    },
    Derived {
        kind: "ecs.workload",
        name: "exec_actions",
        doc: "The actions of ECS Exec, and whether the task role may call them: by its policies, less \
              denials, its boundary and the service control policies of the organization. \
              <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>",
        ty: Vec::<exec::ExecAction>::ty,
        compute: exec::actions,
    },
    Derived {
        kind: "ecs.workload",
        name: "role_serves_exec",
        doc: "Whether ECS Exec is on in any workload of the account that has the same task role.",
        ty: bool::ty,
        compute: exec::role_serves_exec,
    },
    Derived {
        kind: "ecs.task",
        name: "settled_exec_agents",
        doc: "The agents of ECS Exec in the containers of the task. One that is starting is not among \
              them: its state is not known yet. Nor is that of a container of its definition of which \
              no agent is told while ECS Exec is on. \
              <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedAgent.html>",
        ty: Vec::<agents::ExecAgent>::ty,
        compute: agents::settled,
    },
    Derived {
        kind: "ecs.cluster",
        name: "exec_workloads",
        doc: "The services and tasks of the cluster in which ECS Exec is on, and whether any of \
              their containers writes its logs by the driver awslogs.",
        ty: Vec::<exec::ExecWorkload>::ty,
        compute: exec::of_cluster,
    },
];
