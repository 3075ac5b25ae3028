//! CodeBuild: projects.

use crate::model::id::Text;
use crate::model::sensitive::EnvironmentVariable;
use crate::record;

record! {
    /// A build project.
    /// <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html>
    Project {
        /// The name.
        name: Text, gap;
        /// Its network; none if it stands in no VPC.
        vpc_config: VpcConfig, none, via "codebuild:BatchGetProjects";
        /// The environment, reduced: values are never kept.
        environment_variables: Vec<EnvironmentVariable>, none, via "codebuild:BatchGetProjects";
    }
}

record! {
    /// Where builds run.
    VpcConfig {
        /// The VPC.
        vpc_id: Text, none;
        /// The subnets.
        subnets: Vec<Text>, none;
        /// The groups.
        security_group_ids: Vec<Text>, none;
    }
}
