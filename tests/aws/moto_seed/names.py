"""Route 53: private zones whose records are the addresses of an endpoint, fresh and stale."""

from typing import Any

from .network import Made


def seed(route53: Any, region: str, made: Made) -> None:
    """Makes one zone for each way in which a record written by hand can be."""
    fresh = made["endpoint_addresses"]
    # No interface has an address of TEST-NET-1.
    stale = ["192.0.2.10", *fresh[1:]]
    for name, addresses, ttl in [("fresh", fresh, 60), ("stale", stale, 60), ("slow", fresh, 600)]:
        zone = f"{name}.example.internal"
        created = route53.create_hosted_zone(
            Name=zone,
            CallerReference=name,
            VPC={"VPCRegion": region, "VPCId": made["vpc_main"]},
            HostedZoneConfig={"Comment": name, "PrivateZone": True},
        )
        identity = made[f"zone_{name}"] = created["HostedZone"]["Id"].rpartition("/")[2]
        record = {"Name": f"api.{zone}", "Type": "A", "TTL": ttl, "ResourceRecords": [{"Value": address} for address in addresses]}
        made[f"record_{name}"] = record["Name"]
        route53.change_resource_record_sets(HostedZoneId=identity, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]})
