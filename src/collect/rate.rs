//! How many calls a service takes: a bucket of tokens for each limit that AWS has, with the numbers that
//! it documents, and a guess that learns where it documents none.
//!
//! Each account in each region has buckets of its own, as at AWS. The time comes in as data.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

/// A limit: so many calls at once, and then so many in a second.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Quota {
    burst: f64,
    rate: f64,
    /// As high as the rate rises while no call is refused.
    most: f64,
}

impl Quota {
    /// A limit that AWS documents.
    const fn known(burst: f64, rate: f64) -> Self {
        Quota {
            burst,
            rate,
            most: rate,
        }
    }
}

/// Reads that say how many items they want, each operation for itself.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html>
const EC2: Quota = Quota::known(100.0, 20.0);
/// All operations together.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html>
const RDS: Quota = Quota::known(300.0, 12.0);
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html>
const ECS_SERVICES: Quota = Quota::known(100.0, 20.0);
const ECS_CLUSTERS: Quota = Quota::known(50.0, 20.0);
const ECS_DEFINITIONS: Quota = Quota::known(50.0, 20.0);
/// An account had five in a second; what it has now is not written down.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html>
const ROUTE53: Quota = Quota {
    burst: 20.0,
    rate: 4.0,
    most: 20.0,
};
/// Where nothing is written down.
const OTHER: Quota = Quota {
    burst: 50.0,
    rate: 5.0,
    most: 50.0,
};

/// The bucket of an operation, by name, and its limit.
fn quota(operation: &'static str) -> (&'static str, Quota) {
    let (service, name) = operation.split_once(':').unwrap_or((operation, ""));
    match service {
        "ec2" => (operation, EC2),
        "rds" => (service, RDS),
        "ecs" if name.contains("TaskDefinition") => ("ecs task definitions", ECS_DEFINITIONS),
        "ecs" if name.contains("Cluster") => ("ecs clusters", ECS_CLUSTERS),
        "ecs" if name.contains("Service") => ("ecs services", ECS_SERVICES),
        "ecs" => ("ecs resources", ECS_SERVICES),
        "route53" => (service, ROUTE53),
        _ => (service, OTHER),
    }
}

/// The buckets of one account in one region.
#[derive(Debug, Default)]
pub(super) struct Rates(BTreeMap<&'static str, Bucket>);

/// What is left of a limit. Tokens may be owed: then calls wait, in the order in which they came.
#[derive(Debug)]
struct Bucket {
    quota: Quota,
    rate: f64,
    tokens: f64,
    at: Instant,
    /// When the rate was halved last.
    slowed: Option<Instant>,
}

impl Rates {
    /// Takes a token for a call, and tells how long the call has to wait for it.
    pub(super) fn take(&mut self, operation: &'static str, now: Instant) -> Duration {
        self.bucket(operation, now).take(now)
    }

    /// Learns from a call: whether the service refused attempts of it.
    pub(super) fn learn(&mut self, operation: &'static str, refused: bool, now: Instant) {
        self.bucket(operation, now).learn(refused, now);
    }

    fn bucket(&mut self, operation: &'static str, now: Instant) -> &mut Bucket {
        let (name, quota) = quota(operation);
        self.0.entry(name).or_insert(Bucket {
            quota,
            rate: quota.rate,
            tokens: quota.burst,
            at: now,
            slowed: None,
        })
    }
}

impl Bucket {
    fn take(&mut self, now: Instant) -> Duration {
        self.fill(now);
        self.tokens -= 1.0;
        match self.tokens < 0.0 {
            true => Duration::from_secs_f64(-self.tokens / self.rate),
            false => Duration::ZERO,
        }
    }

    /// Halves the rate when the service refuses, and lets it rise slowly when it does not: who shares
    /// the account's limit with others finds its share. Calls that were under way together are one
    /// reason to slow down, not many.
    fn learn(&mut self, refused: bool, now: Instant) {
        self.fill(now);
        let lately = |at: Instant| now.saturating_duration_since(at) < Duration::from_secs(1);
        if !refused {
            self.rate = (self.rate + self.quota.rate / 20.0).min(self.quota.most);
        } else if !self.slowed.is_some_and(lately) {
            self.slowed = Some(now);
            self.rate = (self.rate / 2.0).max(1.0);
            self.tokens = self.tokens.min(0.0);
        }
    }

    fn fill(&mut self, now: Instant) {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        self.tokens = (self.tokens + since * self.rate).min(self.quota.burst);
        self.at = self.at.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long the last of so many calls of an operation waits, if all come at once.
    fn wait(operation: &'static str, calls: usize) -> f64 {
        let (mut rates, now) = (Rates::default(), Instant::now());
        let waits = (0..calls).map(|_| rates.take(operation, now));
        waits.last().expect("a call").as_secs_f64()
    }

    #[test]
    fn a_burst_is_free_and_then_the_rate_counts() {
        for (operation, burst, rate) in [
            ("ec2:DescribeSubnets", 100, 20.0),
            ("rds:DescribeDBInstances", 300, 12.0),
            ("ecs:DescribeTaskDefinition", 50, 20.0),
            ("ecs:DescribeServices", 100, 20.0),
            ("route53:ListResourceRecordSets", 20, 4.0),
            ("iam:GetOpenIDConnectProvider", 50, 5.0),
        ] {
            assert_eq!(wait(operation, burst), 0.0, "{operation}");
            let one_second_more = wait(operation, burst + rate as usize);
            assert!(
                (one_second_more - 1.0).abs() < 1e-6,
                "{operation}: {one_second_more}"
            );
        }
    }

    #[test]
    fn operations_share_a_bucket_where_aws_has_one_for_them() {
        let now = Instant::now();
        let mut rates = Rates::default();
        for _ in 0..300 {
            rates.take("rds:DescribeDBInstances", now);
        }
        assert!(!rates.take("rds:DescribeDBClusters", now).is_zero());
        for _ in 0..100 {
            rates.take("ec2:DescribeVpcs", now);
        }
        assert!(!rates.take("ec2:DescribeVpcs", now).is_zero());
        assert!(rates.take("ec2:DescribeSubnets", now).is_zero());
    }

    #[test]
    fn time_fills_a_bucket_and_no_more_than_fills_it() {
        let now = Instant::now();
        let mut rates = Rates::default();
        let take = |rates: &mut Rates, count: usize, after: u64| {
            let now = now + Duration::from_secs(after);
            (0..count)
                .filter(|_| rates.take("ec2:DescribeVpcs", now).is_zero())
                .count()
        };
        assert_eq!(take(&mut rates, 100, 0), 100);
        assert_eq!(take(&mut rates, 20, 1), 20);
        assert_eq!(take(&mut rates, 200, 3600), 100);
    }

    #[test]
    fn who_is_refused_asks_less_and_then_slowly_more() {
        let now = Instant::now();
        let mut rates = Rates::default();
        let name = "vpc-lattice:GetResourceConfiguration";
        rates.learn(name, true, now);
        // Nothing is left of the burst, and the rate of five is two and a half.
        assert_eq!(rates.take(name, now).as_secs_f64(), 0.4);
        rates.learn(name, true, now);
        assert_eq!(
            rates.0["vpc-lattice"].rate, 2.5,
            "calls under way together count once"
        );
        let later = |seconds| now + Duration::from_secs(seconds);
        (1..1000).for_each(|second| rates.learn(name, true, later(second)));
        assert_eq!(rates.0["vpc-lattice"].rate, 1.0, "there is a least rate");
        let now = later(1000);
        (0..10_000).for_each(|_| rates.learn(name, false, now));
        assert_eq!(rates.0["vpc-lattice"].rate, OTHER.most);
    }

    #[test]
    fn a_documented_rate_is_never_exceeded() {
        let now = Instant::now();
        let mut rates = Rates::default();
        (0..1000).for_each(|_| rates.learn("rds:DescribeDBClusters", false, now));
        assert_eq!(rates.0["rds"].rate, RDS.rate);
    }
}
