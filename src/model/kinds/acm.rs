//! ACM: certificates.

use crate::model::id::Text;
use crate::model::time::Time;
use crate::record;

record! {
    /// A certificate.
    /// <https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html>
    Certificate {
        /// The name that it is for.
        domain_name: Text, gap, via "acm:DescribeCertificate";
        /// `ISSUED`, `PENDING_VALIDATION`, `EXPIRED`, ...
        status: Text, gap, via "acm:DescribeCertificate";
        /// `AMAZON_ISSUED`, `IMPORTED` or `PRIVATE`.
        r#type: Text, gap, via "acm:DescribeCertificate";
        /// `RSA_2048`, `EC_prime256v1`, ...
        key_algorithm: Text, gap, via "acm:DescribeCertificate";
        /// When it ends; none until it is issued.
        not_after: Time, none, via "acm:DescribeCertificate";
        /// Whether ACM renews it: `ELIGIBLE` or `INELIGIBLE`.
        renewal_eligibility: Text, none, via "acm:DescribeCertificate";
        /// How the renewal goes; none until the first.
        renewal_summary: RenewalSummary, none, via "acm:DescribeCertificate";
        /// What uses it.
        in_use_by: Vec<Text>, none, via "acm:DescribeCertificate";
    }
}

record! {
    /// How a renewal goes.
    RenewalSummary {
        /// `PENDING_AUTO_RENEWAL`, `PENDING_VALIDATION`, `SUCCESS` or `FAILED`.
        renewal_status: Text, gap;
    }
}
