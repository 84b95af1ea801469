// AWS::CloudFormation::WaitConditionHandle: a resource without properties, also used as an empty placeholder.

import type { ResourceType } from "../../../service/resource-type.ts";

/** A handle. Ref is a URL that signals could be sent to; without a WaitCondition nobody reads them. */
export const waitConditionHandleType: ResourceType = {
  typeName: "AWS::CloudFormation::WaitConditionHandle",
  properties: [],
  create(_properties, context) {
    // AWS: Ref gives a presigned URL of an S3 object; here it is a name of that form that leads nowhere.
    const physicalId = `https://cloudformation-waitcondition-${context.region}.s3.${context.region}.amazonaws.com/${encodeURIComponent(context.stackId)}/${context.logicalId}/${context.clientToken}`;
    return Promise.resolve({ physicalId, attributes: {} });
  },
  read: () => Promise.resolve({}),
  update: (physicalId) => Promise.resolve({ physicalId, attributes: {} }),
  delete: () => Promise.resolve(),
};
