// What stands in for an author's files: code of the right runtime that answers (custom resources, too), documents and templates that are valid.

import { isTemplateObject } from "../../src/delivery/system/template.ts";
import type { TemplateObject, TemplateValue } from "../../src/delivery/system/template.ts";

/** The files of a function's or a layer's code, by their paths. Whatever the handler is called, it is there. */
export function placeholderCode(runtime: string | undefined, handler: string | undefined): readonly [string, string][] {
  const [, module = "index", name = "handler"] = /^(.*)\.([^.]+)$/.exec(handler ?? "") ?? [];
  if (runtime?.startsWith("nodejs") === true) return [[`${module}.js`, nodeCode(name)]];
  if (runtime?.startsWith("python") === true) return [[`${module.replaceAll(".", "/")}.py`, pythonCode(name)]];
  return [
    ["bootstrap", "#!/bin/sh\nexit 1\n"],
    ["placeholder.txt", "Nothing is here.\n"],
  ];
}

// AWS: "Custom resources": whoever is given a ResponseURL answers there, or the stack waits for an hour.
function nodeCode(name: string): string {
  return `const answer = (event, context) => event.ResponseURL === undefined ? undefined : fetch(event.ResponseURL, {
  method: "PUT",
  body: JSON.stringify({
    Status: "SUCCESS", StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
    PhysicalResourceId: event.PhysicalResourceId ?? context.logStreamName, Data: {},
  }),
});
exports[${JSON.stringify(name)}] = async (event, context) => {
  await answer(event ?? {}, context);
  return { statusCode: 200, body: "{}" };
};
`;
}

function pythonCode(name: string): string {
  return `import json, urllib.request

def ${name}(event, context):
    if isinstance(event, dict) and "ResponseURL" in event:
        body = {"Status": "SUCCESS", "Data": {}, "PhysicalResourceId": event.get("PhysicalResourceId", context.log_stream_name)}
        for member in ("StackId", "RequestId", "LogicalResourceId"):
            body[member] = event[member]
        urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], data=json.dumps(body).encode(), method="PUT"))
    return {"statusCode": 200, "body": "{}"}
`;
}

/** A document that a resource of the type reads. */
export function placeholderFile(resourceType: string): string {
  if (resourceType.endsWith("::StateMachine"))
    return JSON.stringify({ StartAt: "Done", States: { Done: { Type: "Pass", End: true } } });
  if (resourceType.endsWith("::GraphQLSchema")) return "type Query { hello: String }\n";
  if (resourceType.startsWith("AWS::AppSync::"))
    return "export const request = () => ({});\nexport const response = (ctx) => ctx.result;\n";
  return OPENAPI;
}

const OPENAPI = JSON.stringify({
  openapi: "3.0.1",
  info: { title: "placeholder", version: "1.0" },
  paths: {
    "/": {
      get: {
        responses: { 200: { description: "It answers." } },
        "x-amazon-apigateway-integration": {
          type: "http_proxy",
          httpMethod: "GET",
          uri: "https://example.com/",
          payloadFormatVersion: "1.0",
        },
      },
    },
  },
});

/** A nested template: it takes what it is given, and has the outputs that its parent reads. */
export function placeholderTemplate(parent: TemplateObject, logicalId: string, parameters: TemplateObject): string {
  const text = JSON.stringify(parent);
  const outputs = new Set(
    [
      ...text.matchAll(new RegExp(`"${logicalId}[".,]+Outputs\\.([A-Za-z0-9]+)"`, "g")),
      ...text.matchAll(new RegExp(`\\$\\{${logicalId}\\.Outputs\\.([A-Za-z0-9]+)\\}`, "g")),
    ].map((match) => match[1] ?? ""),
  );
  const fragment: TemplateValue = {
    Parameters: Object.fromEntries(Object.keys(parameters).map((name) => [name, { Type: "String" }])),
    Resources: { Placeholder: { Type: "AWS::CloudFormation::WaitConditionHandle" } },
    Outputs: Object.fromEntries([...outputs].map((name) => [name, { Value: `placeholder-${name.toLowerCase()}` }])),
  };
  return JSON.stringify(
    isTemplateObject(fragment) && outputs.size === 0 ? { ...fragment, Outputs: undefined } : fragment,
  );
}
