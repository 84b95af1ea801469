// GetParametersByPath: the parameters of a hierarchy, one level or all below, in pages.

import type { GetParametersByPathCommandInput, GetParametersByPathCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { compileFilters, isBelow } from "../filters.ts";
import { findVersion } from "../find.ts";
import { decrypted } from "../secure-value.ts";
import { requirePath } from "../name.ts";
import { parsePageToken, takePage } from "../../../service/pages.ts";
import { invalidNextToken } from "../errors.ts";
import { describeValue } from "../parameter.ts";
import { listParameters } from "../repo.ts";

export const getParametersByPath = defineOperation<
  Input<GetParametersByPathCommandInput>,
  GetParametersByPathCommandOutput
>("GetParametersByPath", async (input, context) => {
  const { Path: path, Recursive: isRecursive = false, MaxResults: limit = 10 } = input;
  requirePath(path);
  const isWanted = compileFilters(input.ParameterFilters ?? [], true);
  const after = parsePageToken(input.NextToken, invalidNextToken);
  const namePrefix = path === "/" ? "" : path.replace(/\/?$/, "/");
  const page = context.store.read((tx) => {
    function* matches() {
      for (const parameter of listParameters(tx, context, { namePrefix, ...(after === undefined ? {} : { after }) }))
        if (isBelow(parameter.name, path, isRecursive) && isWanted(parameter)) yield parameter;
    }
    return takePage(matches(), limit, (parameter) => parameter.name);
  });
  const label = input.ParameterFilters?.find(({ Key }) => Key === "Label")?.Values?.[0];
  const Parameters = [];
  for (const parameter of page.items) {
    // AWS: with a filter by label, the version that has it.
    const selector = label === undefined ? undefined : `:${label}`;
    const reference = { name: parameter.name, ...(selector !== undefined && { selector }) };
    const version = context.store.read((tx) => findVersion(tx, context, reference)) ?? parameter;
    const shown = input.WithDecryption === true ? await decrypted(context, version) : version;
    Parameters.push(describeValue(context, shown, selector));
  }
  return { Parameters, ...page.next };
});
