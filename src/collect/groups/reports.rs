//! Reports that IAM writes when it is asked to: the credentials of users, and when a role used which
//! service. Having them written is no mere read, so that somebody has to want it.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html>

mod credentials;

use std::time::Duration;

use aws_sdk_iam::types::{JobStatusType, ReportStateType, ServiceLastAccessed as Told};
use futures_util::future::join_all;
use tokio::time::Instant;

use super::{Group, identity};
use crate::collect::convert::{required, time};
use crate::collect::draft::Draft;
use crate::collect::joined::Credentials;
use crate::collect::operation::{Operation, operations};
use crate::collect::page::{Listed, truncated};
use crate::collect::place::Place;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Reach;
use crate::model::kinds::iam::{Role, ServiceLastAccessed};
use crate::model::record::Record;

operations! {
    WRITE_CREDENTIALS = "iam:GenerateCredentialReport" as IamReports;
    CREDENTIALS = "iam:GetCredentialReport" after WRITE_CREDENTIALS as IamReports;
    WRITE_ACCESSED = "iam:GenerateServiceLastAccessedDetails" after ROLES as IamReports;
    ACCESSED = "iam:GetServiceLastAccessedDetails" after WRITE_ACCESSED as IamReports;
}

use identity::DETAILS as ROLES;

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async {
            let told = match place.unwanted(&CREDENTIALS) {
                None => credentials(place).await,
                Some(gap) => Err(gap),
            };
            place.joined.credentials(told);
        })
    },
};

/// How long to wait at first before asking whether a report is written; then twice as long each time.
const FIRST_WAIT: Duration = Duration::from_millis(250);

/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// What the report of credentials says, once it is there.
async fn credentials(place: &Place<'_>) -> Result<Credentials, Gap> {
    let iam = &place.clients.iam;
    written(place, &WRITE_CREDENTIALS, async || {
        let call = iam.generate_credential_report().send();
        let told = place.ask(&WRITE_CREDENTIALS, call).await?;
        Ok((told.state == Some(ReportStateType::Complete)).then_some(()))
    })
    .await?;
    let told = place
        .ask(&CREDENTIALS, iam.get_credential_report().send())
        .await?;
    let content = told.content.ok_or_else(|| "no report came".to_owned());
    let read = content.and_then(|content| credentials::read(content.as_ref()));
    read.map_err(|why| {
        let gap = Gap::new(GapReason::Failed, CREDENTIALS.name).because(why);
        place.lacks(&CREDENTIALS, &gap);
        gap
    })
}

/// Completes a user or the account by its line of the report, or says why not.
pub(super) async fn complete<T: Record>(
    place: &Place<'_>,
    draft: &mut Draft<T>,
    of: impl FnOnce(&mut T) -> &mut credentials::Line,
) {
    let line = match place.joined.credentials_of(&draft.identity.arn).await {
        Ok(line) => line.ok_or_else(|| {
            // IAM writes a new report only after four hours.
            Gap::new(GapReason::NotCollected, CREDENTIALS.name)
                .because("the report was written before there was this user")
        }),
        Err(gap) => Err(gap),
    };
    match line {
        Ok(line) => *of(&mut draft.facts) = line.into(),
        Err(gap) => draft.lacks(&CREDENTIALS, &gap),
    }
}

/// Completes roles by the services that each may use, and when it did.
pub(super) async fn complete_roles(place: &Place<'_>, roles: &mut [Draft<Role>]) {
    join_all(roles.iter_mut().map(|role| complete_role(place, role))).await;
}

async fn complete_role(place: &Place<'_>, role: &mut Draft<Role>) {
    if let Some(gap) = place.unwanted(&ACCESSED) {
        return role.lacks(&ACCESSED, &gap);
    }
    match accessed(place, role.identity.arn.as_str()).await {
        Ok(services) => role.list(&ACCESSED, services.fact(service), |facts| {
            &mut facts.services_last_accessed
        }),
        Err(gap) => role.lacks(&ACCESSED, &gap),
    }
}

async fn accessed(place: &Place<'_>, arn: &str) -> Result<Listed<Told>, Gap> {
    let iam = &place.clients.iam;
    let call = iam.generate_service_last_accessed_details().arn(arn).send();
    let Some(job) = place.ask(&WRITE_ACCESSED, call).await?.job_id else {
        let gap = Gap::new(GapReason::Failed, WRITE_ACCESSED.name).because("no id of a job came");
        place.lacks(&WRITE_ACCESSED, &gap);
        return Err(gap);
    };
    let ask = |marker: Option<String>| {
        let call = iam.get_service_last_accessed_details().job_id(&job);
        call.max_items(1000).set_marker(marker).send()
    };
    written(place, &ACCESSED, async || {
        let told = place.ask(&ACCESSED, ask(None)).await?;
        match told.job_status {
            JobStatusType::Completed => Ok(Some(())),
            JobStatusType::InProgress => Ok(None),
            other => {
                let gap = Gap::new(GapReason::Failed, ACCESSED.name);
                let gap = gap.because(format!("the job that writes the report is {other}"));
                place.lacks(&ACCESSED, &gap);
                Err(gap)
            }
        }
    })
    .await?;
    let services = place.pages(&ACCESSED, ask, |told| {
        truncated(
            Some(told.services_last_accessed),
            told.is_truncated,
            told.marker,
        )
    });
    Ok(services.await)
}

fn service(told: Told) -> ServiceLastAccessed {
    ServiceLastAccessed {
        service_namespace: required(told.service_namespace),
        last_authenticated: time(told.last_authenticated),
    }
}

/// Asks until something is written, for as long as one call may take.
async fn written(
    place: &Place<'_>,
    operation: &'static Operation,
    ask: impl AsyncFn() -> Result<Option<()>, Gap>,
) -> Result<(), Gap> {
    let limit = place.scan.run.limits.operation_timeout;
    let end = Instant::now() + limit;
    let mut wait = FIRST_WAIT;
    while ask().await?.is_none() {
        if Instant::now() + wait > end {
            let gap = Gap::new(GapReason::Timeout, operation.name)
                .because(format!("not written within {} s", limit.as_secs()));
            place.lacks(operation, &gap);
            return Err(gap);
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
    Ok(())
}
