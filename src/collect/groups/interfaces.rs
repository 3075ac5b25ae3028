//! Network interfaces, Elastic IP addresses and instances.

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{ids, list, record, tags, text};
use crate::collect::operation::operations;
use crate::collect::page::{Page, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_network::{
    Address, GroupIdentifier, Instance, Ipv4Prefix, Ipv6Address, Ipv6Prefix, NetworkInterface,
    NetworkInterfaceAttachment, PrivateIpAddress,
};

operations! {
    INTERFACES = "ec2:DescribeNetworkInterfaces";
    ADDRESSES = "ec2:DescribeAddresses";
    INSTANCES = "ec2:DescribeInstances";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(interfaces(place), addresses(place), instances(place));
        })
    },
};

async fn interfaces(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &INTERFACES,
        |token| {
            ec2.describe_network_interfaces()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.network_interfaces, told.next_token),
    );
    let identity = |told: &types::NetworkInterface| {
        place.ec2(
            "network-interface",
            told.network_interface_id.as_ref(),
            told.owner_id.as_ref(),
        )
    };
    place.keep(place.drafts(&INTERFACES, told.await, identity, interface));
}

fn interface(told: types::NetworkInterface) -> NetworkInterface {
    NetworkInterface {
        network_interface_id: text(told.network_interface_id),
        owner_id: text(told.owner_id),
        vpc_id: text(told.vpc_id),
        subnet_id: text(told.subnet_id),
        availability_zone: text(told.availability_zone),
        interface_type: text(told.interface_type),
        status: text(told.status),
        requester_id: text(told.requester_id),
        requester_managed: Fact::told(told.requester_managed),
        description: text(told.description),
        source_dest_check: Fact::told(told.source_dest_check),
        groups: list(told.groups, group),
        private_ip_addresses: list(told.private_ip_addresses, |address| PrivateIpAddress {
            private_ip_address: text(address.private_ip_address),
            primary: Fact::told(address.primary),
            public_ip: text(address.association.and_then(|public| public.public_ip)),
        }),
        ipv6_addresses: list(told.ipv6_addresses, |address| Ipv6Address {
            ipv6_address: text(address.ipv6_address),
        }),
        ipv4_prefixes: list(told.ipv4_prefixes, |block| Ipv4Prefix {
            ipv4_prefix: text(block.ipv4_prefix),
        }),
        ipv6_prefixes: list(told.ipv6_prefixes, |block| Ipv6Prefix {
            ipv6_prefix: text(block.ipv6_prefix),
        }),
        attachment: record(told.attachment, |attachment| NetworkInterfaceAttachment {
            instance_id: text(attachment.instance_id),
            instance_owner_id: text(attachment.instance_owner_id),
            status: text(attachment.status),
        }),
        tags: tags!(told.tag_set),
    }
}

fn group(told: types::GroupIdentifier) -> GroupIdentifier {
    GroupIdentifier {
        group_id: text(told.group_id),
        group_name: text(told.group_name),
    }
}

async fn addresses(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &ADDRESSES,
        |_: Option<String>| ec2.describe_addresses().send(),
        |told| page(told.addresses, None),
    );
    let identity =
        |told: &types::Address| place.ec2("elastic-ip", told.allocation_id.as_ref(), None);
    place.keep(
        place.drafts(&ADDRESSES, told.await, identity, |told| Address {
            allocation_id: text(told.allocation_id),
            public_ip: text(told.public_ip),
            association_id: text(told.association_id),
            network_interface_id: text(told.network_interface_id),
            network_interface_owner_id: text(told.network_interface_owner_id),
            private_ip_address: text(told.private_ip_address),
            tags: tags!(told.tags),
        }),
    );
}

/// An instance and the owner of its reservation, who is the owner of the instance.
type Reserved = (Option<String>, types::Instance);

async fn instances(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &INSTANCES,
        |token| {
            ec2.describe_instances()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| reserved(page(told.reservations, told.next_token)),
    );
    let identity =
        |(owner, told): &Reserved| place.ec2("instance", told.instance_id.as_ref(), owner.as_ref());
    place.keep(place.drafts(&INSTANCES, told.await, identity, |(_, told)| instance(told)));
}

/// The instances of a page of reservations. A reservation without a list makes the page one.
fn reserved<K>(page: Page<types::Reservation, K>) -> Page<Reserved, K> {
    let of_one = |told: types::Reservation| -> Option<Vec<Reserved>> {
        let owner = told.owner_id;
        let instances = told.instances?.into_iter();
        Some(
            instances
                .map(|instance| (owner.clone(), instance))
                .collect(),
        )
    };
    let all = |told: Vec<types::Reservation>| -> Option<Vec<Vec<Reserved>>> {
        told.into_iter().map(of_one).collect()
    };
    Page {
        items: page
            .items
            .and_then(all)
            .map(|parts| parts.into_iter().flatten().collect()),
        next: page.next,
        cut: page.cut,
    }
}

fn instance(told: types::Instance) -> Instance {
    let metadata = told.metadata_options;
    let (tokens, endpoint) = metadata.map_or((None, None), |options| {
        (options.http_tokens, options.http_endpoint)
    });
    Instance {
        instance_id: text(told.instance_id),
        state: text(told.state.and_then(|state| state.name)),
        vpc_id: text(told.vpc_id),
        subnet_id: text(told.subnet_id),
        network_interface_ids: ids(told.network_interfaces, |interface| {
            interface.network_interface_id
        }),
        security_groups: list(told.security_groups, group),
        iam_instance_profile_arn: text(told.iam_instance_profile.and_then(|profile| profile.arn)),
        metadata_http_tokens: text(tokens),
        metadata_http_endpoint: text(endpoint),
        tags: tags!(told.tags),
    }
}
