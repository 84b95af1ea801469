import { describe, expect, test } from "vitest";
import fc from "fast-check";
import type { Unit } from "../system/system.ts";
import { DEV, systemOf, unitOf } from "../test/systems.ts";
import { buildGraph } from "./graph.ts";
import { layOut } from "./layout.ts";
import { renderMermaid } from "./render-mermaid.ts";
import { renderSvg } from "./render-svg.ts";
import { reviewGraph } from "./review.ts";
import { viewOf } from "./view.ts";
import type { GraphView } from "./view.ts";

const UNITS: readonly Unit[] = [
  unitOf("dns", "Resources: { Zone: { Type: AWS::Route53::HostedZone } }\n", { tier: "infrastructure" }),
  unitOf(
    "payment",
    `Resources:
  Topic: { Type: AWS::SNS::Topic }
  Api: { Type: AWS::Serverless::HttpApi }
Outputs:
  Topic: { Value: !Ref Topic, Export: { Name: topic } }
  Url: { Value: !GetAtt Api.ApiEndpoint, Export: { Name: url } }
`,
  ),
  unitOf(
    "user",
    `Resources:
  Listen: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !ImportValue topic } }
  Call: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { URL: !ImportValue url } } } }
`,
    { dependsOn: ["dns"] },
  ),
];

function view(only?: readonly string[]): GraphView {
  const system = systemOf(...UNITS);
  const { graph, evaluated } = buildGraph(system, DEV, undefined);
  return viewOf({ system, environment: DEV, graph, evaluated, findings: reviewGraph(system, graph) }, only);
}

describe("viewOf", () => {
  // Goal: the shape that programs read: one edge a pair, tiers only where nothing else is, coupling by places. Method: three units.
  test("joins what belongs to two units", () => {
    const { units, edges } = view();
    expect(edges.map(({ from, to, kind, kinds }) => [from, to, kind, kinds])).toEqual([
      ["payment", "dns", "order", ["order"]],
      ["user", "payment", "call", ["event", "call"]],
      ["user", "dns", "order", ["order"]],
    ]);
    expect(edges[2]?.reasons.map((each) => each.text)).toEqual(["declared"]);
    const none = { in: 0, out: 0 };
    expect(units.map(({ name, coupling }) => [name, coupling])).toEqual([
      ["dns", { ...none, kinds: { event: none, data: none, call: none, value: none } }],
      [
        "payment",
        { in: 1, out: 0, kinds: { event: { in: 1, out: 0 }, data: none, call: { in: 1, out: 0 }, value: none } },
      ],
      [
        "user",
        { in: 0, out: 1, kinds: { event: { in: 0, out: 1 }, data: none, call: { in: 0, out: 1 }, value: none } },
      ],
    ]);
  });

  // Goal: a selection shows its units and what is between them. Method: two of three.
  test("shows a selection", () => {
    const { units, edges } = view(["payment", "user"]);
    expect(units.map((each) => each.name)).toEqual(["payment", "user"]);
    expect(edges.map(({ from, to }) => [from, to])).toEqual([["user", "payment"]]);
  });
});

describe("reviewGraph", () => {
  // Goal: a call between business units is a warning with its place; events alone are a hint; a declaration without evidence is told.
  // Method: the three units, and the same without the call.
  test("tells what contradicts the design", () => {
    expect(view().findings).toMatchObject([
      { severity: "warning", code: "GRAPH_SYNCHRONOUS_CALL", position: { file: "user/template.yaml", line: 3 } },
    ]);
    const system = systemOf(
      unitOf(
        "a",
        "Resources: { T: { Type: AWS::SNS::Topic } }\nOutputs: { T: { Value: !Ref T, Export: { Name: t } } }\n",
      ),
      unitOf("b", "Resources: { S: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !ImportValue t } } }\n", {
        dependsOn: ["c"],
      }),
      unitOf("c", "Resources: { Q: { Type: AWS::SQS::Queue } }\n"),
    );
    expect(
      reviewGraph(system, buildGraph(system, DEV, undefined).graph).map((each) => [each.severity, each.code]),
    ).toEqual([
      ["hint", "GRAPH_BUSINESS_DEPENDENCY"],
      ["hint", "GRAPH_DECLARED_ONLY"],
    ]);
  });
});

describe("pictures", () => {
  // Goal: Mermaid can read it. Method: the whole text for three units, and the resources' form for one edge.
  test("draws Mermaid", () => {
    expect(renderMermaid(view(), false)).toBe(`flowchart TD
  subgraph n_tier_business["business"]
    n_payment["payment<br/><small>2 resources</small>"]
    n_user["user<br/><small>2 resources</small>"]
  end
  subgraph n_tier_infrastructure["infrastructure"]
    n_dns["dns<br/><small>1 resource</small>"]
  end
  n_user ==>|event, call| n_payment
  n_user -.->|order| n_dns
`);
    expect(renderMermaid(view(), true)).toContain("  n_user_Listen -->|event| n_payment_Topic\n");
  });

  // Goal: the SVG is one file of its own with every unit, edge and reason, and escapes what it shows. Method: read it as text.
  test("draws SVG", () => {
    const svg = renderSvg(view(), true);
    for (const text of [
      ">payment<",
      ">user<",
      ">dns<",
      'class="edge event"',
      'class="edge call"',
      "Listen.Properties.TopicArn user/template.yaml:2",
    ])
      expect(svg).toContain(text);
    expect(svg).toContain("imports &quot;topic&quot;");
    expect(svg).not.toMatch(/href|<script|NaN|undefined/);
  });

  // Goal: for any graph, boxes do not overlap, and links of one group point downwards. Method: random acyclic graphs.
  test("lays out without overlaps", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat({ max: 14 }), { maxLength: 4 }), { minLength: 1, maxLength: 15 }),
        fc.array(fc.nat({ max: 2 }), { minLength: 15, maxLength: 15 }),
        (shape, groups) => {
          const boxes = shape.map((_, index) => ({
            id: String(index),
            width: 100 + index * 5,
            height: 40,
            group: groups[index] ?? 0,
          }));
          const links = shape.flatMap((all, to) =>
            [...new Set(all)].filter((from) => from < to).map((from) => ({ from: String(from), to: String(to) })),
          );
          const { boxes: placed } = layOut(boxes, links);
          const all = boxes.map((box) => ({
            ...box,
            x: placed.get(box.id)?.x ?? NaN,
            y: placed.get(box.id)?.y ?? NaN,
          }));
          for (const one of all)
            for (const other of all)
              if (one.id < other.id) {
                const isApart =
                  one.x + one.width <= other.x ||
                  other.x + other.width <= one.x ||
                  one.y + one.height <= other.y ||
                  other.y + other.height <= one.y;
                expect(isApart).toBe(true);
              }
          for (const { from, to } of links) {
            const [above, below] = [all[Number(from)], all[Number(to)]];
            if (above?.group === below?.group) expect(above?.y).toBeLessThan(below?.y ?? 0);
          }
        },
      ),
    );
  });
});
