//! The services that watch a region: Config, GuardDuty, Security Hub, Inspector, Macie, Backup. Each
//! is there at most once in a region, so that they are facts of the region.

use crate::model::id::Text;
use crate::record;

record! {
    /// A recorder of Config.
    /// <https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorder.html>
    ConfigurationRecorder {
        /// The name.
        name: Text, gap;
        /// The service that keeps it for itself; none for the account's own.
        service_principal: Text, none;
        /// The role that it reads with.
        role_arn: Text, none;
        /// What it records.
        recording_group: RecordingGroup, none;
    }
}

record! {
    /// What a recorder of Config records.
    /// <https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html>
    RecordingGroup {
        /// Every kind of resource.
        all_supported: bool, default(false);
        /// Those of IAM, too.
        include_global_resource_types: bool, default(false);
    }
}

record! {
    /// Whether a recorder of Config records.
    /// <https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html>
    ConfigurationRecorderStatus {
        /// The name of the recorder.
        name: Text, gap;
        /// It does.
        recording: bool, gap;
        /// `Success`, `Failure`, `Pending` or `NotApplicable`.
        last_status: Text, none;
    }
}

record! {
    /// The detector of GuardDuty.
    /// <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html>
    Detector {
        /// `ENABLED` or `DISABLED`.
        status: Text, gap;
        /// What it looks at.
        features: Vec<DetectorFeature>, none;
    }
}

record! {
    /// What a detector looks at, or a part of that.
    /// <https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfigurationResult.html>
    DetectorFeature {
        /// `RDS_LOGIN_EVENTS`, `RUNTIME_MONITORING` and others.
        name: Text, gap;
        /// `ENABLED` or `DISABLED`.
        status: Text, gap;
        /// Its parts.
        additional_configuration: Vec<FeaturePart>, none;
    }
}

record! {
    /// A part of a feature.
    FeaturePart {
        /// `ECS_FARGATE_AGENT_MANAGEMENT` and others.
        name: Text, gap;
        /// `ENABLED` or `DISABLED`.
        status: Text, gap;
    }
}

record! {
    /// Security Hub.
    /// <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html>
    SecurityHub {
        /// Its ARN.
        hub_arn: Text, gap;
    }
}

record! {
    /// Inspector.
    /// <https://docs.aws.amazon.com/inspector/v2/APIReference/API_AccountState.html>
    InspectorState {
        /// As a whole.
        state: InspectorStatus, gap;
        /// By what it looks at.
        resource_state: InspectorResources, gap;
    }
}

record! {
    /// What Inspector looks at.
    /// <https://docs.aws.amazon.com/inspector/v2/APIReference/API_ResourceState.html>
    InspectorResources {
        /// Instances.
        ec2: InspectorStatus, gap;
        /// Images.
        ecr: InspectorStatus, gap;
        /// Packages of functions.
        lambda: InspectorStatus, none;
        /// Code of functions.
        lambda_code: InspectorStatus, none;
    }
}

record! {
    /// Whether Inspector is on.
    InspectorStatus {
        /// `ENABLED`, `DISABLED` and states between.
        status: Text, gap;
    }
}

record! {
    /// Macie.
    /// <https://docs.aws.amazon.com/macie/latest/APIReference/macie.html>
    MacieSession {
        /// `ENABLED` or `PAUSED`.
        status: Text, gap;
    }
}

record! {
    /// A resource of which AWS Backup has a copy.
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ProtectedResource.html>
    ProtectedResource {
        /// Its ARN.
        resource_arn: Text, gap;
    }
}
