// `stackyard graph` as a person calls it: what it writes in each format, and how it ends.

import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { makeFolder } from "../../delivery/test/folders.ts";
import { runGraph } from "../commands/graph.ts";
import type { GraphOptions } from "../commands/graph.ts";
import { outputOf, type CommandOutput } from "./output-of.ts";

const PAYMENT = `Resources:
  PaymentTopic: { Type: AWS::SNS::Topic }
  Pay:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs22.x, CodeUri: ., Handler: src/pay.handler }
Outputs:
  TopicArn: { Value: !Ref PaymentTopic, Export: { Name: PaymentTopicArn } }
`;
const USER = `Resources:
  Subscription:
    Type: AWS::SNS::Subscription
    Properties: { Protocol: sqs, TopicArn: !ImportValue PaymentTopicArn }
`;

function graph(folder: string, options: GraphOptions = {}): Promise<CommandOutput> {
  return outputOf(() => runGraph(folder, options));
}

function shop(more: Readonly<Record<string, string>> = {}): string {
  return makeFolder({
    "stackyard.config.ts": 'export default { name: "shop" };',
    "payment/template.yaml": PAYMENT,
    "payment/src/pay.ts": "export const handler = () => 1;",
    "user/template.yaml": USER,
    ...more,
  });
}

describe("stackyard graph", () => {
  beforeEach(() => {
    vi.stubEnv("STACKYARD_HOME", makeFolder({}));
    onTestFinished(() => void vi.unstubAllEnvs());
  });

  // Goal: the text says who, whom, why and where. Method: two units and one import.
  test("writes text", async () => {
    const folder = shop();
    const { text, code } = await graph(folder, { resources: true });
    expect(code).toBe(0);
    expect(text.replaceAll(folder, "").split("\n").slice(0, 8)).toEqual([
      "shop in dev: 2 units, 3 resources, 1 dependency",
      "",
      "business",
      "  payment  2 resources, in 1, out 0: event 1/0",
      "  user  1 resource, in 0, out 1: event 0/1",
      "  └─ payment  event",
      '        imports "PaymentTopicArn"',
      "          Subscription.Properties.TopicArn → PaymentTopic (AWS::SNS::Topic)  event  /user/template.yaml:4",
    ]);
  });

  // Goal: what programs read has the documented shape. Method: parse it, look at one edge.
  test("writes JSON", async () => {
    const { text } = await graph(shop(), { json: true });
    expect(JSON.parse(text)).toMatchObject({
      v: 1,
      system: "shop",
      environment: "dev",
      units: [
        { name: "payment", waitsFor: [] },
        { name: "user", waitsFor: ["payment"] },
      ],
      edges: [
        {
          from: "user",
          to: "payment",
          kind: "event",
          decidesOrder: true,
          reasons: [
            {
              reason: { kind: "import", export: "PaymentTopicArn", output: "TopicArn" },
              evidence: [{ position: { line: 4 }, target: { logicalId: "PaymentTopic", type: "AWS::SNS::Topic" } }],
            },
          ],
        },
      ],
      cycles: [],
      findings: [{ severity: "hint", code: "GRAPH_BUSINESS_DEPENDENCY" }],
      diagnostics: [],
    });
  });

  // Goal: the other formats come out whole. Method: the first and last of each.
  test("writes pictures and path filters", async () => {
    const folder = shop();
    expect((await graph(folder, { format: "mermaid" })).text).toContain("n_user -->|event| n_payment\n");
    expect((await graph(folder, { format: "svg" })).text).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    const { text } = await graph(folder, { paths: true, json: true, only: ["payment"] });
    const paths = JSON.parse(text) as Record<string, string[]>;
    expect(Object.keys(paths)).toEqual(["payment"]);
    expect(paths["payment"]?.map((path) => join(process.cwd(), path))).toEqual(
      ["payment/src/pay.ts", "payment/template.yaml", "stackyard.config.ts"].map((path) => join(folder, path)),
    );
  });

  // Goal: a circle ends the command with the code for a wrong system, and the graph is shown all the same. Method: two units that import from each other.
  test("fails for a circle", async () => {
    const folder = shop({
      "payment/template.yaml": PAYMENT.replace("Handler:", "Description: !ImportValue UserThing, Handler:"),
      "user/template.yaml": `${USER}Outputs: { Thing: { Value: x, Export: { Name: UserThing } } }\n`,
    });
    const { text, code } = await graph(folder, { json: true });
    expect(code).toBe(2);
    expect(JSON.parse(text)).toMatchObject({
      cycles: [{ units: ["payment", "user"], rehome: [] }],
      diagnostics: [{ code: "GRAPH_CYCLE" }],
    });
  });
});
