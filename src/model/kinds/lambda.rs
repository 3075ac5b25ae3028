//! Lambda: functions, with who may call them and what calls them.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::model::sensitive::EnvironmentVariable;
use crate::record;

record! {
    /// A function, as its unpublished version is.
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html>
    Function {
        /// The name.
        function_name: Text, gap;
        /// What it may do.
        role: Text, gap;
        /// `Zip` or `Image`; the first is the default.
        package_type: Text, default(Text::const_new("Zip"));
        /// The runtime; none for images.
        runtime: Text, none;
        /// How long it may run.
        timeout: i64, gap, unit "s";
        /// Its memory.
        memory_size: i64, gap, unit "MB";
        /// Its network; none if it stands in no VPC.
        vpc_config: VpcConfig, none;
        /// Where its logs go.
        logging_config: LoggingConfig, none;
        /// The environment, reduced: values are never kept. A gap where the key of the environment
        /// cannot be used.
        environment_variables: Vec<EnvironmentVariable>, none;
        /// Who else may call it.
        /// <https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html>
        policy: PolicyDocument, none, via "lambda:GetPolicy";
        /// How many run at once at most, and are kept free for it; 0 is off, none is no limit of its own.
        reserved_concurrent_executions: i64, none, via "lambda:GetFunctionConcurrency";
        /// Its URLs.
        function_url_configs: Vec<FunctionUrlConfig>, none, via "lambda:ListFunctionUrlConfigs";
        /// Its aliases, which may be called by others than the function itself.
        aliases: Vec<Alias>, none, via "lambda:ListAliases";
        /// Streams, queues and topics that it reads.
        event_source_mappings: Vec<EventSourceMapping>, none, via "lambda:ListEventSourceMappings";
    }
}

record! {
    /// Where the interfaces of a function stand.
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfigResponse.html>
    VpcConfig {
        /// The VPC.
        vpc_id: Text, none;
        /// The subnets.
        subnet_ids: Vec<Text>, none;
        /// The groups.
        security_group_ids: Vec<Text>, none;
        /// Whether it may go out by IPv6.
        ipv6_allowed_for_dual_stack: bool, default(false);
    }
}

record! {
    /// Where the logs of a function go.
    LoggingConfig {
        /// The log group; `/aws/lambda/` and its name unless said.
        log_group: Text, none;
    }
}

record! {
    /// A URL of a function.
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionUrlConfig.html>
    FunctionUrlConfig {
        /// The function or the alias.
        function_arn: Text, gap;
        /// `AWS_IAM`, or `NONE`: anybody.
        auth_type: Text, gap;
    }
}

record! {
    /// An alias of a function.
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_AliasConfiguration.html>
    Alias {
        /// The name.
        name: Text, gap;
        /// The version.
        function_version: Text, gap;
        /// Who may call the alias.
        policy: PolicyDocument, none;
    }
}

record! {
    /// What a function reads.
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html>
    EventSourceMapping {
        /// The stream or queue; none where the source stands outside AWS.
        event_source_arn: Text, none;
        /// `Enabled`, `Disabled` and states between.
        state: Text, none;
    }
}
