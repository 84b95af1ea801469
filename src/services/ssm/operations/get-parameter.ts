// GetParameter: one parameter, in its latest version or the one that is selected.

import type { GetParameterCommandInput, GetParameterCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { parameterNotFound } from "../errors.ts";
import { findVersion } from "../find.ts";
import { parseReference } from "../name.ts";
import { describeValue } from "../parameter.ts";
import { readSecretReference } from "../secret-references.ts";
import { decrypted } from "../secure-value.ts";

export const getParameter = defineOperation<Input<GetParameterCommandInput>, GetParameterCommandOutput>(
  "GetParameter",
  async (input, context) => {
    const reference = parseReference(input.Name, context);
    const isDecrypted = input.WithDecryption === true;
    const secret = await readSecretReference(context, reference, isDecrypted);
    if (secret !== undefined) return { Parameter: secret };
    const found = context.store.read((tx) => findVersion(tx, context, reference));
    if (found === undefined) throw parameterNotFound();
    const shown = isDecrypted ? await decrypted(context, found) : found;
    return { Parameter: describeValue(context, shown, reference.selector) };
  },
);
