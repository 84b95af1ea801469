// DescribeSchema: a schema with the content of a version, the newest if none is named.

import type { DescribeSchemaCommandInput, DescribeSchemaCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeSchema as describe } from "../describe.ts";
import { requireSchema, requireVersion } from "../require.ts";

export const describeSchema = defineOperation<Input<DescribeSchemaCommandInput>, DescribeSchemaCommandOutput>(
  "DescribeSchema",
  (input, context) => {
    const schema = requireSchema(context, input.RegistryName, input.SchemaName);
    const version = requireVersion(context, schema, input.SchemaVersion);
    return { ...describe(context, schema, version), Content: version.content };
  },
);
