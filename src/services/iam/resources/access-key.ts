// AWS::IAM::AccessKey.

import type { ResourceType } from "../../../service/resource-type.ts";
import { ifThere, textOf } from "./properties.ts";

/** An access key. Ref is its id; the secret is an attribute. A new Serial makes a new key. */
export const accessKeyType: ResourceType = {
  typeName: "AWS::IAM::AccessKey",
  properties: ["Serial", "Status", "UserName"],

  // LIMIT: a key's secret is shown once. If a run is interrupted before its answer is kept, the repetition makes
  // another key, and the user is left with both.
  async create(properties, context) {
    const { iam } = context.aws;
    const UserName = textOf(properties, "UserName") ?? "";
    const { AccessKey: key } = await iam.createAccessKey({ UserName });
    const physicalId = key?.AccessKeyId ?? "";
    context.identify(physicalId);
    if (textOf(properties, "Status") === "Inactive") {
      await iam.updateAccessKey({ UserName, AccessKeyId: physicalId, Status: "Inactive" });
    }
    return { physicalId, attributes: { Id: physicalId, SecretAccessKey: key?.SecretAccessKey } };
  },

  async read(physicalId, context, known = {}) {
    const UserName = textOf(known, "UserName") ?? "";
    const found = await ifThere(() => context.aws.iam.listAccessKeys({ UserName }));
    const key = found?.AccessKeyMetadata?.find((one) => one.AccessKeyId === physicalId);
    // Only the template knows the Serial: keys have none.
    const { Serial } = known;
    return key && { UserName, Status: key.Status, ...(Serial === undefined ? {} : { Serial }) };
  },

  async update(physicalId, properties, _previous, context) {
    const UserName = textOf(properties, "UserName") ?? "";
    const isActive = textOf(properties, "Status") !== "Inactive";
    const Status = isActive ? "Active" : "Inactive";
    await context.aws.iam.updateAccessKey({ UserName, AccessKeyId: physicalId, Status });
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(physicalId, properties, context) {
    const UserName = textOf(properties, "UserName") ?? "";
    await ifThere(() => context.aws.iam.deleteAccessKey({ UserName, AccessKeyId: physicalId }));
  },
};
