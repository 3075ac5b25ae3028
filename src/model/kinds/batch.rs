//! Batch: compute environments.

use crate::model::id::Text;
use crate::record;

record! {
    /// A compute environment.
    /// <https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeEnvironmentDetail.html>
    ComputeEnvironment {
        /// The name.
        compute_environment_name: Text, gap;
        /// Where its jobs run; none if the customer runs it.
        compute_resources: ComputeResource, none;
    }
}

record! {
    /// Where jobs run.
    /// <https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html>
    ComputeResource {
        /// The subnets.
        subnets: Vec<Text>, none;
        /// The groups; a template may have them instead.
        security_group_ids: Vec<Text>, none;
        /// The template of its instances.
        launch_template: LaunchTemplate, none;
    }
}

record! {
    /// A launch template, by id or by name.
    LaunchTemplate {
        /// `lt-...`
        launch_template_id: Text, none;
        /// The name instead.
        launch_template_name: Text, none;
    }
}
