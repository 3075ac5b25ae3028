//! Which interfaces begin no connection, and which take none: those that services keep for a work of
//! their own.
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>

use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::net::Net;
use super::seat::Seat;

/// Why no connection begins at an interface, if none does: an endpoint only takes, and the interfaces
/// of gateways only pass on what is routed to the gateway.
pub(super) fn never_begins(net: Net<'_, '_>, seat: &Seat) -> Option<String> {
    let id = &seat.id;
    match sort(net, seat)? {
        "vpc_endpoint" => Some(format!(
            "{id} is of an endpoint, which begins no connection"
        )),
        sort if is_of_gateway(sort) => Some(passes_on(seat, sort)),
        _ => None,
    }
}

/// Why no connection ends at an interface, if none does: functions and connectors only send.
/// <https://docs.aws.amazon.com/lambda/latest/dg/foundation-networking.html>
/// <https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html>
pub(super) fn never_takes(net: Net<'_, '_>, seat: &Seat) -> Option<String> {
    let id = &seat.id;
    match net.graph.facts(seat.node)? {
        Facts::LambdaFunction(_) => Some(format!("{id} is a function, which only sends")),
        Facts::VpcConnector(_) => Some(format!("{id} is a connector, which only sends")),
        _ => match sort(net, seat)? {
            "lambda" => Some(format!("{id} is of a function, which only sends")),
            sort if is_of_gateway(sort) => Some(passes_on(seat, sort)),
            _ => None,
        },
    }
}

fn is_of_gateway(sort: &str) -> bool {
    matches!(
        sort,
        "nat_gateway" | "natGateway" | "transit_gateway" | "gateway_load_balancer_endpoint"
    )
}

fn passes_on(seat: &Seat, sort: &str) -> String {
    format!(
        "{} is of type {sort}, which passes on what routes lead to it",
        seat.id
    )
}

/// The type of an interface, as far as it is told.
fn sort<'s>(net: Net<'_, 's>, seat: &Seat) -> Option<&'s str> {
    match net.graph.facts(seat.node)? {
        Facts::NetworkInterface(facts) => facts.interface_type.known().map(Text::as_str),
        _ => None,
    }
}
