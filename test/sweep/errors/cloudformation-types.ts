// How each documented error of the operations on resource types is provoked.

import { type ErrorTable, forAll, together, unprovokable } from "./table.ts";

const QUEUE = { Type: "RESOURCE", TypeName: "AWS::SQS::Queue" };
const NOTE = { Type: "RESOURCE", TypeName: "Acme::Notes::Note" };
const NOBODY = "nobody";

/** An input for each operation. AWS's own types can be described here; nobody has registered one. */
export const typeInputs = {
  BatchDescribeTypeConfigurations: () => ({ TypeConfigurationIdentifiers: [NOTE] }),
  DeregisterType: () => QUEUE,
  DescribeType: () => QUEUE,
  DescribeTypeRegistration: () => ({ RegistrationToken: NOBODY }),
  ListTypeRegistrations: () => ({}),
  ListTypes: () => ({}),
  ListTypeVersions: () => NOTE,
  RegisterType: () => ({ ...NOTE, SchemaHandlerPackage: "s3://nobody/nothing.zip" }),
  SetTypeConfiguration: () => ({ ...QUEUE, Configuration: "{}" }),
  SetTypeDefaultVersion: () => QUEUE,
} satisfies ErrorTable<object>["inputs"];

const ANY = unprovokable(
  "What is not valid here is a ValidationError; AWS's registry is a service of its own that may fail.",
);

/** The errors of these operations alone. */
export const typeErrors: ErrorTable<object>["operations"] = together<object>(
  forAll(["DeregisterType", "DescribeType", "SetTypeConfiguration", "SetTypeDefaultVersion"], {
    TypeNotFoundException: (_, ask) => ask(NOTE),
  }),
  forAll(["BatchDescribeTypeConfigurations", "DescribeType", "ListTypeRegistrations", "ListTypes"], {
    CFNRegistryException: ANY,
  }),
  forAll(
    [
      "DeregisterType",
      "DescribeTypeRegistration",
      "ListTypeVersions",
      "RegisterType",
      "SetTypeConfiguration",
      "SetTypeDefaultVersion",
    ],
    { CFNRegistryException: (_, ask) => ask() },
  ),
  { BatchDescribeTypeConfigurations: { TypeConfigurationNotFoundException: (_, ask) => ask() } },
);
