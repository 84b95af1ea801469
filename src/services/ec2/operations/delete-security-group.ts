// DeleteSecurityGroup: removes a group that nothing refers to.

import type { DeleteSecurityGroupCommandInput, DeleteSecurityGroupCommandOutput } from "@aws-sdk/client-ec2";
import { ec2Error } from "../errors.ts";
import { changing } from "../operation.ts";
import { remove } from "../repo.ts";
import { requireGroup, requireUnusedGroup } from "../security-groups.ts";

export const deleteSecurityGroup = changing<DeleteSecurityGroupCommandInput, DeleteSecurityGroupCommandOutput>(
  "DeleteSecurityGroup",
  (input, tx, context) => {
    const group = requireGroup(tx, context, input);
    // AWS: as reported by many.
    if (group.name === "default")
      throw ec2Error("CannotDelete", `the specified group: "${group.id}" name: "default" cannot be deleted by a user`);
    requireUnusedGroup(tx, context, group);
    remove(tx, context, "security-group", group.id);
    return { Return: true, GroupId: group.id };
  },
);
