"""VPCs, subnets, routes, groups, interfaces, endpoints and instances."""

from typing import Any

Made = dict[str, Any]
ANYWHERE = "0.0.0.0/0"


def seed(ec2: Any, region: str, made: Made) -> None:
    """Makes the network: one VPC in good order and one with its DNS switched off."""
    main = made["vpc_main"] = _vpc(ec2, "10.0.0.0/16", support=True, hostnames=True)
    dark = made["vpc_without_dns"] = _vpc(ec2, "10.9.0.0/16", support=False, hostnames=False)
    half = made["vpc_without_hostnames"] = _vpc(ec2, "10.8.0.0/16", support=True, hostnames=False)
    _subnets(ec2, region, main, made)
    _routes(ec2, main, made)
    _acl(ec2, main, made)
    _defaults(ec2, {"main": main, "without_dns": dark, "without_hostnames": half}, made)
    _groups(ec2, main, made)
    _interfaces(ec2, region, main, made)


def _vpc(ec2: Any, cidr: str, support: bool, hostnames: bool) -> str:
    vpc_id = str(ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"])
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsSupport={"Value": support})
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": hostnames})
    return vpc_id


def _subnets(ec2: Any, region: str, vpc: str, made: Made) -> None:
    blocks = {
        "public_a": "10.0.0.0/24",
        "private_a": "10.0.1.0/24",
        "private_c": "10.0.2.0/24",
        "isolated_a": "10.0.3.0/24",
        "isolated_c": "10.0.4.0/24",
    }
    for name, cidr in blocks.items():
        zone = f"{region}{name[-1]}"
        made[f"subnet_{name}"] = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"]["SubnetId"]


def _routes(ec2: Any, vpc: str, made: Made) -> None:
    """Public by an internet gateway, private by a NAT gateway, isolated by nothing."""
    gateway = made["internet_gateway"] = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = made["nat_gateway"] = ec2.create_nat_gateway(SubnetId=made["subnet_public_a"], AllocationId=address)["NatGateway"]["NatGatewayId"]
    for tier, target in {"public": {"GatewayId": gateway}, "private": {"NatGatewayId": nat}, "isolated": {}}.items():
        table = made[f"route_table_{tier}"] = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        if target:
            ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, **target)
        for name, subnet in made.items():
            if name.startswith(f"subnet_{tier}_"):
                ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)


def _acl(ec2: Any, vpc: str, made: Made) -> None:
    acl = made["network_acl"] = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    for egress in (False, True):
        ec2.create_network_acl_entry(NetworkAclId=acl, RuleNumber=100, Protocol="-1", RuleAction="allow", Egress=egress, CidrBlock="10.0.0.0/16")


def _defaults(ec2: Any, vpcs: dict[str, str], made: Made) -> None:
    """The default groups: as AWS makes them in the main VPC, emptied in the others."""
    for name, vpc in vpcs.items():
        filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
        group = ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]
        made[f"sg_default_{name}"] = group["GroupId"]
        if name == "main":
            # AWS makes it so; moto forgets the rule.
            members = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group["GroupId"]}]}
            if not group["IpPermissions"]:
                ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpPermissions=[members])
            continue
        if group["IpPermissions"]:
            ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
        if group["IpPermissionsEgress"]:
            ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def _tcp(low: int, high: int | None = None, **sources: Any) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": low, "ToPort": high or low, **sources}


def _v4(*blocks: str) -> dict[str, Any]:
    return {"IpRanges": [{"CidrIp": block} for block in blocks]}


def _groups(ec2: Any, vpc: str, made: Made) -> None:
    entries = [{"Cidr": "0.0.0.0/1"}, {"Cidr": "128.0.0.0/1"}]
    internet = ec2.create_managed_prefix_list(PrefixListName="everything", MaxEntries=2, AddressFamily="IPv4", Entries=entries)
    made["prefix_list_internet"] = internet["PrefixList"]["PrefixListId"]
    offices = ec2.create_managed_prefix_list(PrefixListName="offices", MaxEntries=1, AddressFamily="IPv4", Entries=[{"Cidr": "198.51.100.0/24"}])
    made["prefix_list_offices"] = offices["PrefixList"]["PrefixListId"]
    rules: dict[str, list[dict[str, Any]]] = {
        "web": [_tcp(80, **_v4(ANYWHERE)), _tcp(443, **_v4(ANYWHERE), Ipv6Ranges=[{"CidrIpv6": "::/0"}])],
        "ssh_open": [_tcp(22, **_v4(ANYWHERE))],
        "ssh_office": [_tcp(22, **_v4("198.51.100.0/24"))],
        "postgres_split": [_tcp(5432, **_v4("0.0.0.0/1", "128.0.0.0/1"))],
        "postgres_half": [_tcp(5432, **_v4("0.0.0.0/1"))],
        "rdp_open_v6": [_tcp(3389, Ipv6Ranges=[{"CidrIpv6": "::/0"}])],
        "ssh_prefix_list": [_tcp(22, PrefixListIds=[{"PrefixListId": made["prefix_list_internet"]}])],
        "ssh_offices_list": [_tcp(22, PrefixListIds=[{"PrefixListId": made["prefix_list_offices"]}])],
        "everything_open": [{"IpProtocol": "-1", **_v4(ANYWHERE)}],
        "range_open": [_tcp(20, 25, **_v4(ANYWHERE))],
        "app": [],
    }
    for name, permissions in rules.items():
        group = made[f"sg_{name}"] = ec2.create_security_group(GroupName=name.replace("_", "-"), Description=name, VpcId=vpc)["GroupId"]
        if permissions:
            ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)
    database = made["sg_database"] = ec2.create_security_group(GroupName="database", Description="from the app", VpcId=vpc)["GroupId"]
    reference = _tcp(5432, UserIdGroupPairs=[{"GroupId": made["sg_app"]}])
    ec2.authorize_security_group_ingress(GroupId=database, IpPermissions=[reference])


def _interfaces(ec2: Any, region: str, vpc: str, made: Made) -> None:
    interface = ec2.create_network_interface(SubnetId=made["subnet_private_a"], Groups=[made["sg_app"]], PrivateIpAddress="10.0.1.77")
    made["interface_app"] = interface["NetworkInterface"]["NetworkInterfaceId"]
    subnets = [made["subnet_private_a"], made["subnet_private_c"]]
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc, VpcEndpointType="Interface", ServiceName=f"com.amazonaws.{region}.ec2", SubnetIds=subnets, SecurityGroupIds=[made["sg_web"]]
    )["VpcEndpoint"]
    made["endpoint_interface"] = endpoint["VpcEndpointId"]
    interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=endpoint["NetworkInterfaceIds"])["NetworkInterfaces"]
    made["endpoint_addresses"] = sorted(one["PrivateIpAddress"] for one in interfaces)
    tables = [made["route_table_private"]]
    gateway = ec2.create_vpc_endpoint(VpcId=vpc, VpcEndpointType="Gateway", ServiceName=f"com.amazonaws.{region}.s3", RouteTableIds=tables)
    made["endpoint_gateway"] = gateway["VpcEndpoint"]["VpcEndpointId"]
    for name, subnet, group in [("bastion", "subnet_public_a", "sg_ssh_open"), ("worker", "subnet_private_c", "sg_app")]:
        run = ec2.run_instances(
            ImageId="ami-12c6146b", InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=made[subnet], SecurityGroupIds=[made[group]]
        )
        made[f"instance_{name}"] = run["Instances"][0]["InstanceId"]
