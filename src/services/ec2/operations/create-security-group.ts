// CreateSecurityGroup: makes a group that lets everything out and nothing in.

import type { CreateSecurityGroupCommandInput, CreateSecurityGroupCommandOutput } from "@aws-sdk/client-ec2";
import { defaultVpc } from "../defaults.ts";
import { ec2Error, invalidValue, limitExceeded } from "../errors.ts";
import { need } from "../finding.ts";
import { newIds } from "../ids.ts";
import { arnOf } from "../kinds.ts";
import { LIMITS } from "../limits.ts";
import { changing } from "../operation.ts";
import { listAll, save } from "../repo.ts";
import { specifiedTags, tagItems } from "../tags.ts";

export const createSecurityGroup = changing<CreateSecurityGroupCommandInput, CreateSecurityGroupCommandOutput>(
  "CreateSecurityGroup",
  ({ GroupName, Description, VpcId, TagSpecifications }, tx, context) => {
    const tags = specifiedTags(TagSpecifications, "security-group");
    requireGroupText("groupName", GroupName);
    requireGroupText("groupDescription", Description);
    // AWS: as reported by many.
    if (GroupName.startsWith("sg-"))
      throw invalidValue(GroupName, "GroupName", "Group names may not be in the format sg-*.");
    if (VpcId === undefined && defaultVpc(tx, context) === undefined)
      throw ec2Error("VPCIdNotSpecified", "No default VPC for this user");
    const vpcId = VpcId ?? defaultVpc(tx, context)?.id ?? "";
    need(tx, context, "vpc", vpcId);
    const groups = listAll(tx, context, "security-group");
    // AWS: the wording is from memory.
    if (groups.some((group) => group.vpcId === vpcId && group.name === GroupName))
      throw ec2Error("InvalidGroup.Duplicate", `The security group '${GroupName}' already exists for VPC '${vpcId}'`);
    if (groups.length >= LIMITS.securityGroups) throw limitExceeded("SecurityGroupLimitExceeded", "security groups");
    const makeId = newIds(context);
    const id = makeId("sg");
    const everything = { id: makeId("sgr"), isEgress: true, protocol: "-1", tags: {} } as const;
    save(tx, context, "security-group", {
      v: 1,
      id,
      tags,
      createdAtMs: context.clock.nowMs(),
      vpcId,
      name: GroupName,
      description: Description,
      rules: [{ ...everything, peer: { kind: "ipv4", value: "0.0.0.0/0" } }],
    });
    return { GroupId: id, SecurityGroupArn: arnOf(context, "security-group", id), Tags: tagItems(tags) };
  },
);

// LIMIT: AWS: CreateSecurityGroup, GroupName and GroupDescription: "Up to 255 characters in length"; "Valid characters: a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*".
const ALLOWED = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

function requireGroupText(parameter: string, text: string): void {
  if (ALLOWED.test(text)) return;
  // AWS: the wording is from memory.
  throw invalidValue(
    text,
    parameter === "groupName" ? "GroupName" : "GroupDescription",
    "Character sets beyond ASCII are not supported.",
  );
}
