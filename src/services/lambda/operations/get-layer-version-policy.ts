// GetLayerVersionPolicy: who else may use a version of a layer.

import type { GetLayerVersionPolicyCommandInput, GetLayerVersionPolicyCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { resourceNotFound } from "../errors.ts";
import { requireLayerVersion } from "../layers/layers.ts";
import { parseLayerName } from "../layers/names.ts";
import { loadLayerPolicy } from "../layers/repo.ts";
import { policyDocument } from "../policy.ts";

export const getLayerVersionPolicy = defineOperation<
  Input<GetLayerVersionPolicyCommandInput>,
  GetLayerVersionPolicyCommandOutput
>("GetLayerVersionPolicy", (input, context) => {
  const reference = { ...parseLayerName(input.LayerName, context), version: input.VersionNumber };
  const policy = context.store.read((tx) => {
    requireLayerVersion(tx, reference);
    return loadLayerPolicy(tx, reference);
  });
  if (policy === undefined) throw resourceNotFound("No policy is associated with the given resource.");
  return { Policy: policyDocument(policy), RevisionId: policy.revisionId };
});
