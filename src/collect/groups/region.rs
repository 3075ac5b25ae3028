//! What is set for a whole region: the block of public access with its exclusions, and the
//! encryption of new volumes.

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{record, text};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_region::{
    Region, VpcBlockPublicAccess, VpcBlockPublicAccessExclusion,
};

operations! {
    BLOCK = "ec2:DescribeVpcBlockPublicAccessOptions";
    EXCLUSIONS = "ec2:DescribeVpcBlockPublicAccessExclusions";
    ENCRYPTION = "ec2:GetEbsEncryptionByDefault";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(region(place), exclusions(place));
        })
    },
};

async fn region(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let mut draft = place.whole_region::<Region>();
    let (block, encryption) = tokio::join!(
        place.ask(
            &BLOCK,
            ec2.describe_vpc_block_public_access_options().send()
        ),
        place.ask(&ENCRYPTION, ec2.get_ebs_encryption_by_default().send()),
    );
    match block {
        Ok(told) => {
            let told = record(told.vpc_block_public_access_options, block_of);
            draft.facts.vpc_block_public_access = told;
        }
        Err(gap) => draft.lacks(&BLOCK, &gap),
    }
    match encryption {
        Ok(told) => {
            draft.facts.ebs_encryption_by_default = Fact::told(told.ebs_encryption_by_default);
        }
        Err(gap) => draft.lacks(&ENCRYPTION, &gap),
    }
    place.keep(vec![draft]);
}

fn block_of(told: types::VpcBlockPublicAccessOptions) -> VpcBlockPublicAccess {
    VpcBlockPublicAccess {
        internet_gateway_block_mode: text(told.internet_gateway_block_mode),
        state: text(told.state),
    }
}

async fn exclusions(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &EXCLUSIONS,
        |token| {
            ec2.describe_vpc_block_public_access_exclusions()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.vpc_block_public_access_exclusions, told.next_token),
    );
    let identity = |told: &types::VpcBlockPublicAccessExclusion| {
        let id = told.exclusion_id.as_ref();
        place.ec2("vpc-block-public-access-exclusion", id, None)
    };
    place.keep(place.drafts(&EXCLUSIONS, told.await, identity, |told| {
        VpcBlockPublicAccessExclusion {
            exclusion_id: text(told.exclusion_id),
            resource_arn: text(told.resource_arn),
            internet_gateway_exclusion_mode: text(told.internet_gateway_exclusion_mode),
            state: text(told.state),
        }
    }));
}
