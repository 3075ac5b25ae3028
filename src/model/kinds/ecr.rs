//! ECR: repositories, the registry that they stand in, and the images that tasks use.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::record;

record! {
    /// A repository.
    /// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html>
    Repository {
        /// The name.
        repository_name: Text, gap;
        /// `MUTABLE`, `IMMUTABLE`, or one of both `_WITH_EXCLUSION`.
        image_tag_mutability: Text, gap;
        /// The tags for which the opposite holds.
        image_tag_mutability_exclusion_filters: Vec<ExclusionFilter>, none;
        /// How it is encrypted; none is with a key of S3.
        encryption_configuration: EncryptionConfiguration, none;
        /// The older setting of the repository alone, which the registry may override.
        image_scanning_configuration: ImageScanningConfiguration, none;
        /// When its images are scanned in effect: `SCAN_ON_PUSH`, `CONTINUOUS_SCAN` or `MANUAL`.
        /// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryScanningConfiguration.html>
        scan_frequency: Text, gap, via "ecr:BatchGetRepositoryScanningConfiguration";
        /// Who else may use it.
        policy: PolicyDocument, none, via "ecr:GetRepositoryPolicy";
        /// What removes old images, as JSON text.
        lifecycle_policy_text: Text, none, via "ecr:GetLifecyclePolicy";
    }
}

record! {
    /// Tags that are left out of what the repository says about its tags.
    ExclusionFilter {
        /// The pattern.
        filter: Text, gap;
        /// `WILDCARD`.
        filter_type: Text, gap;
    }
}

record! {
    /// How a repository is encrypted.
    EncryptionConfiguration {
        /// `AES256`, `KMS` or `KMS_DSSE`.
        encryption_type: Text, gap;
        /// The key.
        kms_key: Text, none;
    }
}

record! {
    /// How images are scanned, by the repository's own setting.
    ImageScanningConfiguration {
        /// Whether they are when they are pushed.
        scan_on_push: bool, default(false);
    }
}

record! {
    /// The registry of an account in a region, where it has repositories.
    Registry {
        /// How its images are scanned.
        /// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningConfiguration.html>
        scanning_configuration: RegistryScanningConfiguration, gap, via "ecr:GetRegistryScanningConfiguration";
        /// Who may replicate into it and pull through it.
        policy: PolicyDocument, none, via "ecr:GetRegistryPolicy";
    }
}

record! {
    /// How the images of a registry are scanned.
    RegistryScanningConfiguration {
        /// `BASIC` or `ENHANCED`.
        scan_type: Text, gap;
        /// Which repositories how.
        rules: Vec<RegistryScanningRule>, none;
    }
}

record! {
    /// How some repositories are scanned.
    RegistryScanningRule {
        /// `SCAN_ON_PUSH`, `CONTINUOUS_SCAN` or `MANUAL`.
        scan_frequency: Text, gap;
        /// Which.
        repository_filters: Vec<RepositoryFilter>, none;
    }
}

record! {
    /// A pattern of repositories.
    RepositoryFilter {
        /// The pattern.
        filter: Text, gap;
    }
}

record! {
    /// An image of the account's registry that a task definition names or a task runs.
    /// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html>
    Image {
        /// Its repository.
        repository_name: Text, gap;
        /// The digest.
        image_digest: Text, gap;
        /// The media type: of one image, or of an index of several.
        image_manifest_media_type: Text, none;
        /// What an index has an image for; none if it is no index.
        platforms: Vec<Platform>, none;
        /// All its tags.
        image_tags: Vec<Text>, none, via "ecr:DescribeImages";
        /// What was found in it; none if it was not scanned.
        image_scan_findings_summary: ImageScanFindingsSummary, none, via "ecr:DescribeImages", volatile true;
    }
}

record! {
    /// What an image was built for.
    /// <https://github.com/opencontainers/image-spec/blob/main/image-index.md>
    Platform {
        /// `amd64`, `arm64`, ...
        architecture: Text, gap;
        /// `linux`, `windows`, ...
        os: Text, gap;
    }
}

record! {
    /// How many flaws a scan found.
    ImageScanFindingsSummary {
        /// How many of each severity.
        finding_severity_counts: Vec<SeverityCount>, none;
    }
}

record! {
    /// How many flaws of a severity there are.
    SeverityCount {
        /// `CRITICAL`, `HIGH`, ...
        key: Text, gap;
        /// How many.
        value: i64, gap;
    }
}
