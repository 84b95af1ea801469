// ListProvisionedConcurrencyConfigs: what is kept ready of a function.

import type {
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction } from "../functions.ts";
import { functionArn, parseFunctionName } from "../names.ts";
import { pageOf, readMarker } from "../pages.ts";
import { describeProvisioned } from "../provisioned/provisioned.ts";
import { listProvisioned } from "../provisioned/repo.ts";

export const listProvisionedConcurrencyConfigs = defineOperation<
  Input<ListProvisionedConcurrencyConfigsCommandInput>,
  ListProvisionedConcurrencyConfigsCommandOutput
>("ListProvisionedConcurrencyConfigs", (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name } = reference;
  const after = readMarker(input.Marker);
  const page = context.store.read((tx) => {
    requireFunction(tx, reference);
    return pageOf(listProvisioned(tx, scope, name, after), input.MaxItems, ({ qualifier }) => qualifier);
  });
  return {
    ProvisionedConcurrencyConfigs: page.items.map((record) => ({
      FunctionArn: functionArn(scope, name, record.qualifier),
      ...describeProvisioned(context, scope, name, record),
    })),
    ...(page.nextMarker === undefined ? {} : { NextMarker: page.nextMarker }),
  };
});
