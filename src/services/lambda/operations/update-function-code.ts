// UpdateFunctionCode: gives "$LATEST" other code.

import type { UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { takeCode } from "../code.ts";
import { describeVersion } from "../configuration.ts";
import { notSupported } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { publishLatest, requireLatest, updateLatest } from "../latest.ts";
import { requireCombinedSize } from "../layers/layers.ts";
import { parseFunctionName } from "../names.ts";

export const updateFunctionCode = defineOperation<
  Input<UpdateFunctionCodeCommandInput>,
  UpdateFunctionCodeCommandOutput
>("UpdateFunctionCode", async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name } = reference;
  if (input.PublishTo !== undefined) throw notSupported("PublishTo");
  const { version } = context.store.read((tx) => requireTarget(tx, { scope, name }));
  const code = await takeCode(context, input);
  await requireCombinedSize(context, code, version.layers);
  const architecture = input.Architectures?.[0];
  const change = { code, ...(architecture === undefined ? {} : { architecture }) };
  if (input.DryRun === true) {
    const latest = context.store.write((tx) => requireLatest(tx, reference));
    return describeVersion(scope, name, { ...latest, ...change });
  }
  const latest = updateLatest(context, reference, { revisionId: input.RevisionId }, () => change);
  const shown = input.Publish === true ? context.store.write((tx) => publishLatest(context, tx, reference)) : latest;
  return describeVersion(scope, name, shown, { progress: "updating" });
});
