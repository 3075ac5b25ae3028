//! Flow logs: of which networks the traffic is written down.

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{tags, text};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_vpc::FlowLog;

operations! {
    FLOW_LOGS = "ec2:DescribeFlowLogs";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(flow_logs(place)),
};

async fn flow_logs(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &FLOW_LOGS,
        |token| {
            ec2.describe_flow_logs()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.flow_logs, told.next_token),
    );
    let identity =
        |told: &types::FlowLog| place.ec2("vpc-flow-log", told.flow_log_id.as_ref(), None);
    place.keep(
        place.drafts(&FLOW_LOGS, told.await, identity, |told| FlowLog {
            flow_log_id: text(told.flow_log_id),
            resource_id: text(told.resource_id),
            flow_log_status: text(told.flow_log_status),
            deliver_logs_status: text(told.deliver_logs_status),
            traffic_type: text(told.traffic_type),
            log_format: text(told.log_format),
            tags: tags!(told.tags),
        }),
    );
}
