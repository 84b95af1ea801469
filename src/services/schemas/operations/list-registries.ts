// ListRegistries: an account's registries by name.

import type { ListRegistriesCommandInput, ListRegistriesCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeRegistry } from "../describe.ts";
import { badRequest } from "../errors.ts";
import { listRegistries as walkRegistries } from "../repo.ts";
import { pageOf } from "../require.ts";

export const listRegistries = defineOperation<Input<ListRegistriesCommandInput>, ListRegistriesCommandOutput>(
  "ListRegistries",
  (input, context) => {
    const { RegistryNamePrefix: prefix = "", Scope: scope } = input;
    // AWS: Scope: "Can be set to Local or AWS".
    if (scope !== undefined && !/^(?:local|aws)$/i.test(scope)) throw badRequest(`Invalid Scope: ${scope}.`);
    // AWS's own registry, aws.events, is not here.
    const isLocal = scope === undefined || /^local$/i.test(scope);
    const all = isLocal ? context.store.read((tx) => walkRegistries(tx, context)) : [];
    const { items, next } = pageOf(
      all.filter(({ name }) => name.startsWith(prefix)),
      input,
    );
    return {
      Registries: items.map((registry) => {
        const { Description: _description, ...summary } = describeRegistry(context, registry);
        return summary;
      }),
      ...next,
    };
  },
);
