import { describe, expect, test } from "vitest";
import { output, stackName } from "../system/define-system.ts";
import { buildGraph } from "./graph.ts";
import { checkParameters } from "../system/parameters.ts";
import type { Environment, Unit } from "../system/system.ts";
import { DEV, systemOf, unitOf as unit } from "../test/systems.ts";

function graphOf(...units: readonly Unit[]): ReturnType<typeof buildGraph> {
  return buildGraph(systemOf(...units), DEV, "eu-central-1");
}

const STAGE = "Parameters: { Stage: { Type: String } }\n";
const PLAIN = "Resources: { A: { Type: AWS::SQS::Queue } }\n";

function exporting(name: string): string {
  return `${STAGE}${PLAIN}Outputs: { Arn: { Value: a, Export: { Name: ${name} } } }\n`;
}

function importing(name: string): string {
  return `${STAGE}Resources: { A: { Type: AWS::SQS::Queue, Properties: { X: { "Fn::ImportValue": ${name} } } } }\n`;
}

describe("buildGraph", () => {
  // Goal: an import is recognised however both sides write the name. Method: pairs of notations for one name.
  test.each([
    ["plain text", '"dev-topic"', '"dev-topic"'],
    ["Fn::Sub with a parameter", '!Sub "${Stage}-topic"', '"dev-topic"'],
    ["Fn::Join against Fn::Sub", '!Join ["-", [!Ref Stage, topic]]', '!Sub "${Stage}-topic"'],
    ["the exporter's stack name", '!Sub "${AWS::StackName}-topic"', '"shop-dev-infra-topic"'],
    ["Fn::Sub with variables", '!Sub ["${S}-topic", { S: !Ref Stage }]', '"dev-topic"'],
    [
      "region and an account that only the cloud knows",
      '!Sub "${AWS::Region}-${AWS::AccountId}"',
      '!Sub "eu-central-1-${AWS::AccountId}"',
    ],
  ])("infers an import by %s", (_, exported, imported) => {
    const { graph, diagnostics } = graphOf(unit("user", importing(imported)), unit("infra", exporting(exported)));
    expect(diagnostics).toEqual([]);
    expect(graph.dependenciesOf("user")).toEqual(["infra"]);
    expect(graph.dependantsOf("infra")).toEqual(["user"]);
    expect(graph.order).toEqual(["infra", "user"]);
  });

  // Goal: bound parameters make edges, by output and by stack name. Method: one of each, the stack name used in an import.
  test("infers edges from bound parameters", () => {
    const { graph, diagnostics } = graphOf(
      unit("user", `Parameters: { Arn: { Type: String } }\n${PLAIN}`, { parameters: { Arn: output("infra", "Arn") } }),
      unit(
        "course",
        `Parameters: { Infra: { Type: String } }\n${importing('!Sub "${Infra}-topic"').replace(STAGE, "")}`,
        {
          parameters: { Infra: stackName("infra") },
        },
      ),
      unit("infra", exporting('!Sub "${AWS::StackName}-topic"')),
    );
    expect(diagnostics).toEqual([]);
    expect(graph.edges.map(({ from, to, reason }) => [from, to, reason.kind])).toEqual([
      ["user", "infra", "parameter"],
      ["course", "infra", "parameter"],
      ["course", "infra", "import"],
    ]);
  });

  // Goal: infrastructure comes first, business units do not wait for each other. Method: three tiers without references.
  test("orders tiers", () => {
    const { graph } = graphOf(
      unit("a", PLAIN),
      unit("b", PLAIN, { tier: "edge" }),
      unit("infra", PLAIN, { tier: "infrastructure" }),
      unit("dns", PLAIN, { tier: "shared" }),
    );
    expect(graph.dependenciesOf("a")).toEqual(["infra", "dns"]);
    expect(graph.dependenciesOf("b")).toEqual(["infra", "dns"]);
    expect(graph.dependenciesOf("infra")).toEqual(["dns"]);
  });

  // Goal: what cannot work is reported before anything is created. Method: one system for each mistake.
  test.each([
    [
      "GRAPH_CYCLE",
      [
        unit("a", importing("b") + exporting("a").replace(STAGE + PLAIN, "")),
        unit("b", importing("a") + exporting("b").replace(STAGE + PLAIN, "")),
      ],
    ],
    ["GRAPH_EXPORT_TWICE", [unit("a", exporting("x")), unit("b", exporting("x"))]],
    ["GRAPH_UNKNOWN_EXPORT", [unit("a", importing("elsewhere"))]],
    ["GRAPH_UNKNOWN_UNIT", [unit("a", PLAIN, { parameters: { X: output("nobody", "Arn") } })]],
    ["GRAPH_UNKNOWN_UNIT", [unit("a", PLAIN, { dependsOn: ["nobody"] })]],
    [
      "GRAPH_UNKNOWN_OUTPUT",
      [unit("a", PLAIN, { parameters: { X: output("b", "Nothing") } }), unit("b", exporting("x"))],
    ],
    ["GRAPH_IMPORTS_ITSELF", [unit("a", importing("x") + exporting("x").replace(STAGE + PLAIN, ""))]],
  ])("reports %s", (code, units) => {
    expect(graphOf(...units).diagnostics.map((each) => each.code)).toEqual([code]);
  });

  // Goal: the message of a cycle names its whole way. Method: two units that import from each other.
  test("tells the way of a cycle", () => {
    const both = (give: string, take: string): string => importing(take) + exporting(give).replace(STAGE + PLAIN, "");
    const { diagnostics } = graphOf(unit("a", both("x", "y")), unit("b", both("y", "x")));
    expect(diagnostics[0]?.detail).toContain(
      '"a" waits for "b" (imports "y", a/template.yaml:2), "b" waits for "a" (imports "x", b/template.yaml:2).',
    );
  });
});

describe("checkParameters", () => {
  // Goal: missing, unknown and unused values are told apart. Method: one unit with all three.
  test("reports what does not fit", () => {
    const template = `Parameters:\n  Stage: { Type: String }\n  Size: { Type: Number }\n${PLAIN}`;
    const environment: Environment = { ...DEV, parameters: { Stage: "dev", Other: "x" } };
    const system = systemOf(unit("a", template, { parameters: { Wrong: "1" } }));
    expect(checkParameters(system, environment).map((each) => [each.code, each.position?.line])).toEqual([
      ["PARAMETER_WITHOUT_VALUE", 3],
      ["PARAMETER_UNKNOWN", 1],
      ["PARAMETER_UNUSED", 1],
    ]);
  });
});
