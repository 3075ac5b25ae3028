//! An account in one region: where collectors ask.

use std::collections::BTreeSet;
use std::error::Error;
use std::pin::pin;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::clients::Clients;
use super::failure::Failure;
use super::joined::Joined;
use super::operation::Operation;
use super::page::{Listed, Page};
use super::scan::Scan;
use crate::model::error_class::ErrorClass;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Region;

/// One region of the account, or `global`.
pub(super) struct Place<'s> {
    pub(super) scan: &'s Scan<'s>,
    pub(super) region: Region,
    pub(super) clients: Clients,
    pub(super) joined: Joined,
}

/// What a gap says of a call that was given up, or not made any more, because somebody stopped the run.
pub(super) const INTERRUPTED: &str = "interrupted";

type Answer<T, E> = Result<T, SdkError<E, HttpResponse>>;

/// How a service says that there is nothing: by the code of an error, and where the same code says
/// other things too, by a part of the message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nothing {
    pub(super) code: &'static str,
    pub(super) says: &'static str,
}

impl From<&'static str> for Nothing {
    fn from(code: &'static str) -> Self {
        Nothing { code, says: "" }
    }
}

impl Nothing {
    fn is_said_by(self, failure: &Failure) -> bool {
        failure.code.as_deref() == Some(self.code) && failure.gap.detail.contains(self.says)
    }
}

impl Place<'_> {
    /// Asks about one thing. Why it told nothing goes into the ledger too.
    pub(super) async fn ask<T, E>(
        &self,
        operation: &'static Operation,
        call: impl Future<Output = Answer<T, E>>,
    ) -> Result<T, Gap>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let answer = self.call(operation, call).await;
        self.noted(operation, answer, |_| 1)
            .map_err(|failure| *failure.gap)
    }

    /// Asks for a thing that may not be there, which the service says by this error.
    pub(super) async fn ask_if_any<T, E>(
        &self,
        operation: &'static Operation,
        none: impl Into<Nothing>,
        call: impl Future<Output = Answer<T, E>>,
    ) -> Result<Option<T>, Gap>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let none: Nothing = none.into();
        let answer = match self.call(operation, call).await {
            Ok(told) => Ok(Some(told)),
            Err(failure) if none.is_said_by(&failure) => Ok(None),
            Err(failure) => Err(failure),
        };
        self.noted(operation, answer, |told| usize::from(told.is_some()))
            .map_err(|failure| *failure.gap)
    }

    /// Asks where errors of some codes are answers, too. Tells the code of such an error.
    pub(super) async fn ask_unless<T, E>(
        &self,
        operation: &'static Operation,
        answers: &[&'static str],
        call: impl Future<Output = Answer<T, E>>,
    ) -> Result<Result<T, &'static str>, Gap>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let answer = match self.call(operation, call).await {
            Ok(told) => Ok(Ok(told)),
            Err(failure) => {
                let code = failure.code.as_deref();
                let known = answers.iter().find(|answer| code == Some(**answer));
                known.map_or(Err(failure), |answer| Ok(Err(*answer)))
            }
        };
        self.noted(operation, answer, |told| usize::from(told.is_ok()))
            .map_err(|failure| *failure.gap)
    }

    /// Reads a list to its end. What came before a page failed is kept.
    pub(super) async fn pages<T, K, P, E, F>(
        &self,
        operation: &'static Operation,
        ask: impl Fn(Option<K>) -> F,
        read: impl Fn(P) -> Page<T, K>,
    ) -> Listed<T>
    where
        K: Ord + Clone,
        E: ProvideErrorMetadata + Error + 'static,
        F: Future<Output = Answer<P, E>>,
    {
        self.pages_if_any(operation, None, ask, read).await
    }

    /// The same for a list that is not for everybody: without pages and without a gap, if the service
    /// says by this error that it is not for us.
    pub(super) async fn pages_if_any<T, K, P, E, F>(
        &self,
        operation: &'static Operation,
        none: Option<Nothing>,
        ask: impl Fn(Option<K>) -> F,
        read: impl Fn(P) -> Page<T, K>,
    ) -> Listed<T>
    where
        K: Ord + Clone,
        E: ProvideErrorMetadata + Error + 'static,
        F: Future<Output = Answer<P, E>>,
    {
        let is_none = |failure: &Failure| none.is_some_and(|none| none.is_said_by(failure));
        let mut listed = Listed {
            items: Vec::new(),
            gap: None,
            told: false,
        };
        let mut asked = BTreeSet::new();
        let mut next = None;
        loop {
            let answer = match self.call(operation, ask(next.take())).await {
                Err(failure) if !listed.told && is_none(&failure) => {
                    _ = self.noted(operation, Ok(()), |()| 0);
                    return listed;
                }
                answer => answer.map(&read),
            };
            let answer = answer.and_then(|page| match page.items {
                Some(items) => Ok((items, page.next, page.cut)),
                None => Err(no_list(operation)),
            });
            let (items, token, cut) = match self.noted(operation, answer, |page| page.0.len()) {
                Ok(page) => page,
                Err(failure) => {
                    listed.gap = Some(*failure.gap);
                    return listed;
                }
            };
            listed.told = true;
            listed.items.extend(items);
            let Some(token) = token.filter(|_| !cut) else {
                if cut {
                    listed.gap =
                        Some(self.cut(operation, "there is more, and no token asks for it"));
                }
                return listed;
            };
            if asked.len() + 1 >= self.scan.run.limits.pages || !asked.insert(token.clone()) {
                listed.gap = Some(self.cut(operation, "the pages do not end: a token came again"));
                return listed;
            }
            next = Some(token);
        }
    }

    /// The partition of the account.
    pub(super) fn partition(&self) -> &'static str {
        self.scan.home.partition()
    }

    /// Says of an operation that its answers do not tell all.
    pub(super) fn lacks(&self, operation: &'static Operation, gap: &Gap) {
        self.scan
            .ledger
            .lacks(operation, &self.region, gap, gap.reason.into());
    }

    fn cut(&self, operation: &'static Operation, why: &str) -> Gap {
        let gap = Gap::new(GapReason::Truncated, operation.name).because(why);
        self.lacks(operation, &gap);
        gap
    }

    /// One call: waits for its turn, and gives up when the run is stopped.
    async fn call<T, E>(
        &self,
        operation: &'static Operation,
        call: impl Future<Output = Answer<T, E>>,
    ) -> Result<T, Failure>
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let run = self.scan.run;
        run.progress.planned(1);
        let Some(made) = run
            .make(
                operation,
                self.scan.rates(operation),
                &self.scan.permits,
                pin!(call),
            )
            .await
        else {
            return Err(Failure::new(
                operation.name,
                ErrorClass::NotAsked,
                INTERRUPTED,
            ));
        };
        let answer = made
            .answer
            .map_err(|error| Failure::of(operation.name, &error));
        let outcome = match &answer {
            Ok(_) => "answered",
            Err(failure) => failure
                .code
                .as_deref()
                .unwrap_or(failure.gap.reason.as_str()),
        };
        tracing::debug!(
            operation = operation.name,
            account = self.scan.account.as_str(),
            region = self.region.as_str(),
            attempts = made.attempts,
            ms = made.took.as_millis(),
            outcome,
            "call"
        );
        answer
    }

    /// The gap of what an operation would tell that has to be asked for, if nobody did.
    pub(super) fn unwanted(&self, operation: &Operation) -> Option<Gap> {
        let extra = operation.only_with?;
        let gap = Gap::new(GapReason::NotCollected, operation.name);
        (!self.scan.run.extras.contains(&extra))
            .then(|| gap.because(format!("it is asked only with {}", extra.option())))
    }

    /// Writes the outcome of a call down, and tells it.
    fn noted<T>(
        &self,
        operation: &'static Operation,
        answer: Result<T, Failure>,
        items: impl FnOnce(&T) -> usize,
    ) -> Result<T, Failure> {
        let scan = self.scan;
        let place = operation.place(&self.region);
        let told = |items, gap| {
            scan.run
                .progress
                .done(operation.name, &scan.account, &place, items, gap);
        };
        match &answer {
            Ok(answer) => {
                let items = items(answer);
                scan.ledger.answered(operation, &self.region, items);
                told(items, None);
            }
            // The one thing was listed and is gone: that is an answer about it, and says nothing
            // of all the others.
            Err(failure) if !operation.after.is_empty() && failure.is_gone() => {
                scan.ledger.answered(operation, &self.region, 0);
                told(0, None);
            }
            Err(failure) => {
                scan.ledger
                    .lacks(operation, &self.region, &failure.gap, failure.class);
                told(0, Some(&failure.gap));
            }
        }
        answer
    }
}

fn no_list(operation: &Operation) -> Failure {
    let detail = "the answer has no list of items";
    Failure::new(operation.name, ErrorClass::Protocol, detail)
}
