// AWS::CDK::Metadata: what CDK puts into every template to be counted. It makes nothing.

import type { ResourceType } from "../../../service/resource-type.ts";

/** The metadata resource. Nothing leaves the machine: the properties are only kept with the stack. */
export const cdkMetadataType: ResourceType = {
  typeName: "AWS::CDK::Metadata",
  properties: ["Analytics", "Modules"],
  keptNotEnforced: {
    Analytics: "tells AWS which constructs the app uses",
    Modules: "tells AWS which packages the app uses",
  },
  create: (_properties, context) => Promise.resolve({ physicalId: context.generateName(), attributes: {} }),
  read: () => Promise.resolve({}),
  update: (physicalId) => Promise.resolve({ physicalId, attributes: {} }),
  delete: () => Promise.resolve(),
};
