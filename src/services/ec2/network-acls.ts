// Network ACLs: the default one that each VPC has, as answers show it.

import type { NetworkAcl } from "@aws-sdk/client-ec2";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import type { FilterTable, Listed } from "./filters.ts";
import { listAll } from "./repo.ts";
import { subnetsOf } from "./subnets.ts";
import { tagItems } from "./tags.ts";

/** AWS: "Default network ACL": allows all traffic in and out; the last rule denies what no other rule is about. */
const ENTRIES = [true, false].flatMap((Egress) => [
  { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "allow" as const, RuleNumber: 100 },
  { CidrBlock: "0.0.0.0/0", Egress, Protocol: "-1", RuleAction: "deny" as const, RuleNumber: 32_767 },
]);

/** All network ACLs, to be listed. */
export function listAcls(tx: ReadTx, scope: Scope): Listed<NetworkAcl>[] {
  return listAll(tx, scope, "network-acl").map(({ id, vpcId, tags }) => ({
    id,
    tags,
    shape: {
      NetworkAclId: id,
      VpcId: vpcId,
      OwnerId: scope.account,
      IsDefault: true,
      Associations: subnetsOf(tx, scope, vpcId).map((subnet) => ({
        NetworkAclAssociationId: subnet.aclAssociationId,
        NetworkAclId: id,
        SubnetId: subnet.id,
      })),
      Entries: ENTRIES,
      Tags: tagItems(tags),
    },
  }));
}

/** AWS: DescribeNetworkAcls, Filters. */
export const aclFilters: FilterTable<NetworkAcl> = {
  "association.association-id": ({ Associations = [] }) => Associations.map((one) => one.NetworkAclAssociationId),
  "association.network-acl-id": ({ Associations = [] }) => Associations.map((one) => one.NetworkAclId),
  "association.subnet-id": ({ Associations = [] }) => Associations.map((one) => one.SubnetId),
  default: (acl) => acl.IsDefault,
  "entry.cidr": ({ Entries = [] }) => Entries.map((entry) => entry.CidrBlock),
  "entry.egress": ({ Entries = [] }) => Entries.map((entry) => entry.Egress),
  "entry.protocol": ({ Entries = [] }) => Entries.map((entry) => entry.Protocol),
  "entry.rule-action": ({ Entries = [] }) => Entries.map((entry) => entry.RuleAction),
  "entry.rule-number": ({ Entries = [] }) => Entries.map((entry) => entry.RuleNumber),
  "network-acl-id": (acl) => acl.NetworkAclId,
  "owner-id": (acl) => acl.OwnerId,
  "vpc-id": (acl) => acl.VpcId,
};
