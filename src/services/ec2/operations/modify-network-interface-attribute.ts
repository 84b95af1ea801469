// ModifyNetworkInterfaceAttribute: one attribute of an interface.

import type {
  ModifyNetworkInterfaceAttributeCommandInput,
  ModifyNetworkInterfaceAttributeCommandOutput,
} from "@aws-sdk/client-ec2";
import { ec2Error, invalidCombination } from "../errors.ts";
import { need } from "../finding.ts";
import { requireGroups } from "../interfaces.ts";
import { changing } from "../operation.ts";
import { save } from "../repo.ts";

export const modifyNetworkInterfaceAttribute = changing<
  ModifyNetworkInterfaceAttributeCommandInput,
  ModifyNetworkInterfaceAttributeCommandOutput
>("ModifyNetworkInterfaceAttribute", (input, tx, context) => {
  const one = need(tx, context, "network-interface", input.NetworkInterfaceId);
  const { Description, Groups, SourceDestCheck, Attachment } = input;
  // AWS: ModifyNetworkInterfaceAttribute: "You can specify only one attribute at a time."
  if ([Description, Groups, SourceDestCheck, Attachment].filter((given) => given !== undefined).length !== 1)
    throw invalidCombination("Exactly one network interface attribute must be specified.");
  // AWS: the wording is from memory.
  if (one.requesterId !== undefined && Description === undefined)
    throw ec2Error("OperationNotPermitted", "You do not have permission to access the specified resource.");
  // Attachments are those of instances, which there are none of.
  if (Attachment !== undefined)
    throw ec2Error(
      "InvalidAttachmentID.NotFound",
      `The attachment ID '${Attachment.AttachmentId ?? ""}' does not exist`,
    );
  save(tx, context, "network-interface", {
    ...one,
    ...(Description !== undefined && { description: Description.Value ?? "" }),
    ...(Groups !== undefined && { groupIds: requireGroups(tx, context, one.vpcId, Groups) }),
    ...(SourceDestCheck !== undefined && { checksSource: SourceDestCheck.Value ?? true }),
  });
});
