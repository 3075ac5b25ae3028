"""RDS: an Aurora cluster behind a proxy, and instances that differ in one setting each."""

from typing import Any

from .network import Made

SECRET = "not-a-real-password"
# An instance in good order; the others differ from it as written.
GOOD: dict[str, Any] = {
    "StorageEncrypted": True,
    "PubliclyAccessible": False,
    "MultiAZ": True,
    "BackupRetentionPeriod": 7,
    "DeletionProtection": True,
    "EnableIAMDatabaseAuthentication": True,
}
INSTANCES: dict[str, dict[str, Any]] = {
    "good": {},
    "unencrypted": {"StorageEncrypted": False},
    "public": {"PubliclyAccessible": True},
    "single-az": {"MultiAZ": False},
    "no-backup": {"BackupRetentionPeriod": 0},
    "deletable": {"DeletionProtection": False},
    "password-only": {"EnableIAMDatabaseAuthentication": False},
}


def seed(rds: Any, made: Made) -> None:
    """Makes the databases."""
    subnets = {"isolated": ["subnet_isolated_a", "subnet_isolated_c"], "mixed": ["subnet_public_a", "subnet_private_c"]}
    for name, members in subnets.items():
        ids = [made[member] for member in members]
        rds.create_db_subnet_group(DBSubnetGroupName=name, DBSubnetGroupDescription=name, SubnetIds=ids)
        made[f"subnet_group_{name}"] = name
    _instances(rds, made)
    _cluster(rds, made)
    _proxy(rds, made)


def _instances(rds: Any, made: Made) -> None:
    for name, settings in INSTANCES.items():
        instance = rds.create_db_instance(
            DBInstanceIdentifier=name,
            DBInstanceClass="db.t4g.micro",
            Engine="postgres",
            EngineVersion="16.4",
            AllocatedStorage=20,
            MasterUsername="postgres",
            MasterUserPassword=SECRET,
            DBSubnetGroupName="mixed" if name == "public" else "isolated",
            VpcSecurityGroupIds=[made["sg_database"]],
            **(GOOD | settings),
        )["DBInstance"]
        made[f"db_{name.replace('-', '_')}"] = instance["DBInstanceArn"]


def _cluster(rds: Any, made: Made) -> None:
    for name, members in {"aurora": 2, "aurora-alone": 1}.items():
        cluster = rds.create_db_cluster(
            DBClusterIdentifier=name,
            Engine="aurora-postgresql",
            EngineVersion="15.10",
            MasterUsername="postgres",
            MasterUserPassword=SECRET,
            DBSubnetGroupName="isolated",
            VpcSecurityGroupIds=[made["sg_database"]],
            StorageEncrypted=True,
            BackupRetentionPeriod=7,
            DeletionProtection=members > 1,
        )["DBCluster"]
        made[f"cluster_{name.replace('-', '_')}"] = cluster["DBClusterArn"]
        for number in range(1, members + 1):
            member = rds.create_db_instance(
                DBInstanceIdentifier=f"{name}-{number}",
                DBInstanceClass="db.r6g.large",
                Engine="aurora-postgresql",
                DBClusterIdentifier=name,
            )["DBInstance"]
            made[f"member_{name.replace('-', '_')}_{number}"] = member["DBInstanceArn"]


def _proxy(rds: Any, made: Made) -> None:
    proxy = rds.create_db_proxy(
        DBProxyName="front",
        EngineFamily="POSTGRESQL",
        Auth=[
            {"AuthScheme": "SECRETS", "SecretArn": "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:front-AbCdEf", "IAMAuth": "DISABLED"}
        ],
        RoleArn="arn:aws:iam::123456789012:role/rds-proxy",
        VpcSubnetIds=[made["subnet_isolated_a"], made["subnet_isolated_c"]],
        VpcSecurityGroupIds=[made["sg_database"]],
        RequireTLS=True,
    )["DBProxy"]
    made["proxy"] = proxy["DBProxyArn"]
    rds.register_db_proxy_targets(DBProxyName="front", DBClusterIdentifiers=["aurora"])
