//! A call of the table, and making it in a place: one answer, or a list to its end.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::client::Client;
use super::request::Request;
use super::service::Service;
use crate::collect::failure::Failure;
use crate::collect::operation::Operation;
use crate::collect::page::{Listed, Page};
use crate::collect::place::{Nothing, Place};
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Region;

/// How an operation is called, by the API model of its service. Names are those on the wire.
#[derive(Debug)]
pub(in crate::collect) struct Call {
    pub(super) operation: &'static Operation,
    service: &'static Service,
    route: &'static str,
    list: &'static [&'static str],
    second: &'static [&'static str],
    token: Option<(&'static str, &'static str)>,
    more: Option<&'static str>,
    size: Option<(&'static str, u32)>,
}

impl Call {
    /// An operation of a service whose protocol needs no route.
    pub(in crate::collect) const fn of(
        service: &'static Service,
        operation: &'static Operation,
    ) -> Self {
        Call {
            operation,
            service,
            route: "",
            list: &[],
            second: &[],
            token: None,
            more: None,
            size: None,
        }
    }

    /// The method and the path of a REST protocol: `GET /functions/{FunctionName}/policy`.
    pub(in crate::collect) const fn route(self, route: &'static str) -> Self {
        Call { route, ..self }
    }

    /// Where the list stands in the answer.
    pub(in crate::collect) const fn list(self, list: &'static [&'static str]) -> Self {
        Call { list, ..self }
    }

    /// Where a second list stands, whose items are of the same kind.
    pub(in crate::collect) const fn and(self, second: &'static [&'static str]) -> Self {
        Call { second, ..self }
    }

    /// The parameter that asks for the next page, and the member that tells its value.
    pub(in crate::collect) const fn token(self, ask: &'static str, told: &'static str) -> Self {
        Call {
            token: Some((ask, told)),
            ..self
        }
    }

    /// The member that says whether there is more.
    pub(in crate::collect) const fn more(self, more: &'static str) -> Self {
        Call {
            more: Some(more),
            ..self
        }
    }

    /// The parameter of a page's size, and the most that the service takes.
    pub(in crate::collect) const fn size(self, name: &'static str, most: u32) -> Self {
        Call {
            size: Some((name, most)),
            ..self
        }
    }

    /// The name of the operation as the protocol has it.
    fn name(&self) -> &'static str {
        let name = self.operation.name;
        name.split_once(':').map_or(name, |(_, name)| name)
    }

    fn request(&self, parameters: &Json, token: Option<&String>) -> Request {
        let mut parameters = parameters.as_object().cloned().unwrap_or_else(Map::new);
        if let Some((name, most)) = self.size {
            parameters.insert(name.to_owned(), most.into());
        }
        if let (Some((name, _)), Some(token)) = (self.token, token) {
            parameters.insert(name.to_owned(), token.as_str().into());
        }
        Request {
            operation: self.name(),
            route: self.route,
            parameters,
        }
    }

    /// One page of the list that an answer holds.
    pub(super) fn page(&self, mut answer: Json) -> Page<Json, String> {
        let next = self.token.and_then(|(_, told)| answer.get(told)?.as_str());
        let next = next.filter(|token| !token.is_empty()).map(str::to_owned);
        // XML has no booleans but texts.
        let says = |value: &Json| value.as_bool().or_else(|| value.as_str()?.parse().ok());
        let more = self
            .more
            .map(|more| answer.get(more).and_then(says) == Some(true));
        let next = next.filter(|_| more != Some(false));
        let mut at = |path: &[&str]| list(&mut answer, path).and_then(items);
        let (first, second) = match self.second {
            [] => (at(self.list), Some(Vec::new())),
            second => (at(self.list), at(second)),
        };
        Page {
            items: first
                .zip(second)
                .map(|(first, second)| [first, second].concat()),
            cut: more == Some(true) && next.is_none(),
            next,
        }
    }
}

/// What stands at a path; in XML an element without elements is an empty list, whatever its list would
/// be called.
fn list(answer: &mut Json, path: &[&str]) -> Option<Json> {
    let mut at = answer;
    for name in path {
        if at.as_str().is_some_and(|text| text.trim().is_empty()) {
            break;
        }
        at = at.get_mut(name)?;
    }
    Some(at.take())
}

/// The items of a list: in JSON an array, in XML what stands in `member` elements.
fn items(list: Json) -> Option<Vec<Json>> {
    match list {
        Json::Array(items) => Some(items),
        Json::Object(mut members) if members.len() == 1 && members.contains_key("member") => {
            items(members.remove("member")?)
        }
        // The only item of a list whose elements stand side by side.
        Json::Object(item) => Some(vec![Json::Object(item)]),
        Json::String(text) if text.trim().is_empty() => Some(Vec::new()),
        Json::String(item) => Some(vec![Json::String(item)]),
        Json::Null | Json::Bool(_) | Json::Number(_) => None,
    }
}

impl Client {
    /// Reads a list to its end where nobody scans yet, and all of it is needed.
    pub(in crate::collect) async fn every(
        &self,
        call: &Call,
        parameters: &Json,
    ) -> Result<Vec<Json>, Gap> {
        let gap = |reason, why: &str| Gap::new(reason, call.operation.name).because(why);
        let mut all = Vec::new();
        let mut asked = BTreeSet::new();
        let mut token: Option<String> = None;
        loop {
            let request = call.request(parameters, token.as_ref());
            let answer = self.send(call.service, None, request).await;
            let answer = answer.map_err(|error| *Failure::of(call.operation.name, &error).gap)?;
            let page = call.page(answer);
            let items = page
                .items
                .ok_or_else(|| gap(GapReason::Failed, "the answer has no list of items"))?;
            all.extend(items);
            match page.next {
                Some(next) if asked.insert(next.clone()) => token = Some(next),
                Some(_) => {
                    return Err(gap(
                        GapReason::Truncated,
                        "the pages do not end: a token came again",
                    ));
                }
                None if page.cut => {
                    return Err(gap(
                        GapReason::Truncated,
                        "there is more, and no token asks for it",
                    ));
                }
                None => return Ok(all),
            }
        }
    }
}

impl Place<'_> {
    /// Reads a list to its end.
    pub(in crate::collect) async fn list(&self, call: &Call, parameters: Json) -> Listed<Json> {
        self.listed(call, None, parameters).await
    }

    /// Reads a list that is not for everybody; nothing if the service says by this error that it is
    /// not for us.
    pub(in crate::collect) async fn list_if_any(
        &self,
        call: &Call,
        none: Nothing,
        parameters: Json,
    ) -> Option<Listed<Json>> {
        let listed = self.listed(call, Some(none), parameters).await;
        (listed.told || listed.gap.is_some()).then_some(listed)
    }

    async fn listed(&self, call: &Call, none: Option<Nothing>, parameters: Json) -> Listed<Json> {
        self.pages_if_any(
            call.operation,
            none,
            |token: Option<String>| {
                let request = call.request(&parameters, token.as_ref());
                self.clients.wire.send(call.service, None, request)
            },
            |answer| call.page(answer),
        )
        .await
    }

    /// Asks about one thing.
    pub(in crate::collect) async fn get(&self, call: &Call, parameters: Json) -> Result<Json, Gap> {
        let request = call.request(&parameters, None);
        let answer = self.clients.wire.send(call.service, None, request);
        self.ask(call.operation, answer).await
    }

    /// Asks about one thing in the region where it stands.
    pub(in crate::collect) async fn get_in(
        &self,
        region: &Region,
        call: &Call,
        parameters: Json,
    ) -> Result<Json, Gap> {
        let request = call.request(&parameters, None);
        let answer = self.clients.wire.send(call.service, Some(region), request);
        self.ask(call.operation, answer).await
    }

    /// Asks for a thing that may not be there, in the region where it would stand.
    pub(in crate::collect) async fn get_in_if_any(
        &self,
        region: &Region,
        call: &Call,
        none: impl Into<Nothing>,
        parameters: Json,
    ) -> Result<Option<Json>, Gap> {
        let request = call.request(&parameters, None);
        let answer = self.clients.wire.send(call.service, Some(region), request);
        self.ask_if_any(call.operation, none, answer).await
    }

    /// Asks for a thing that may not be there, which the service says by this error.
    pub(in crate::collect) async fn get_if_any(
        &self,
        call: &Call,
        none: impl Into<Nothing>,
        parameters: Json,
    ) -> Result<Option<Json>, Gap> {
        let request = call.request(&parameters, None);
        let answer = self.clients.wire.send(call.service, None, request);
        self.ask_if_any(call.operation, none, answer).await
    }
}
