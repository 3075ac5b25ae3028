//! EC2 Auto Scaling: groups of instances.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A group of instances.
    /// <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html>
    AutoScalingGroup {
        /// The name.
        auto_scaling_group_name: Text, gap;
        /// The template of its instances.
        launch_template: LaunchTemplateSpecification, none;
        /// The template where instances of several types are mixed.
        mixed_instances_policy: MixedInstancesPolicy, none;
        /// The older launch configuration instead.
        launch_configuration_name: Text, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A launch template.
    LaunchTemplateSpecification {
        /// `lt-...`
        launch_template_id: Text, none;
        /// The version, or `$Default`, or `$Latest`; the first of them is what none means.
        version: Text, default(Text::const_new("$Default"));
    }
}

record! {
    /// Instances of several types.
    MixedInstancesPolicy {
        /// The template.
        launch_template: MixedLaunchTemplate, none;
    }
}

record! {
    /// The template of instances of several types.
    MixedLaunchTemplate {
        /// The template.
        launch_template_specification: LaunchTemplateSpecification, none;
        /// Types that have a template of their own.
        overrides: Vec<LaunchTemplateOverrides>, none;
    }
}

record! {
    /// What holds for one type.
    LaunchTemplateOverrides {
        /// Its template.
        launch_template_specification: LaunchTemplateSpecification, none;
    }
}
