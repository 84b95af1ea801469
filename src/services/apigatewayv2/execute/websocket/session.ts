// A connection's life: its messages, its silence, and its end.

import type { ClientConnection, ConnectionEvents } from "../../../../service/client-connection.ts";
import type { YardContext } from "../../../../service/context.ts";
import { requireApiKey } from "./api-key.ts";
import type { ConnectionFacts, SocketCall } from "./call.ts";
import { newSocketId } from "./call.ts";
import { scheduleDisconnect } from "./disconnect.ts";
import { forbidden, internalError, SocketFailure } from "./failure.ts";
import { CONNECTION_LIMITS, IDLE_MS, LONGEST_CONNECTION_MS, MOST_IN_FLIGHT, MOST_UNSENT_BYTES } from "./limits.ts";
import { type LiveConnection, liveConnections } from "./live-connections.ts";
import { countMessageOut } from "./metrics.ts";
import { findRoute, loadServed, runRoute, type ServedStage, socketCall } from "./run-route.ts";
import { messageBody, routeKeyOf } from "./selection.ts";

/** Takes a connection into the yard's; what happens on it goes to the API's routes. */
export function openSession(yard: YardContext, facts: ConnectionFacts, socket: ClientConnection): ConnectionEvents {
  const { clock } = yard;
  const live: LiveConnection = { facts, socket, lastActiveAtMs: facts.connectedAtMs };
  const connections = liveConnections(yard);
  connections.set(facts.connectionId, live);
  let inFlight = 0;
  let stopTimer = watch();

  /** Ends the connection once it is silent or old; a timer for each message would cost more than looking again. */
  function watch(): () => void {
    const dueAtMs = Math.min(live.lastActiveAtMs + IDLE_MS, facts.connectedAtMs + LONGEST_CONNECTION_MS);
    return clock.at(dueAtMs, () => {
      const nowMs = clock.nowMs();
      const isOver = nowMs >= live.lastActiveAtMs + IDLE_MS || nowMs >= facts.connectedAtMs + LONGEST_CONNECTION_MS;
      // AWS: such connections are closed with 1001.
      if (isOver) socket.close(1001, "Going away");
      else stopTimer = watch();
    });
  }

  return {
    message(text) {
      live.lastActiveAtMs = clock.nowMs();
      inFlight += 1;
      if (inFlight === MOST_IN_FLIGHT) socket.pause();
      void handleMessage(yard, live, text).finally(() => {
        inFlight -= 1;
        if (inFlight === MOST_IN_FLIGHT - 1) socket.resume();
      });
    },
    // AWS: "Binary media types for WebSocket APIs": the client is disconnected with code 1003.
    binary: () => socket.close(1003, "Binary frames are not supported"),
    heartbeat() {
      live.lastActiveAtMs = clock.nowMs();
    },
    closed(code, reason) {
      stopTimer();
      connections.delete(facts.connectionId);
      scheduleDisconnect(yard, facts, code, reason);
    },
  };
}

/** Takes a message to its route, and the answer back. Never rejects: a failure is told to the client. */
async function handleMessage(yard: YardContext, live: LiveConnection, text: string): Promise<void> {
  const from = loadServed(yard, live.facts);
  if (from === undefined) {
    live.socket.close(1001, "Going away");
    return;
  }
  const call = callOf(yard, from, live, text);
  try {
    if (call === undefined) throw forbidden("No route for the message, and no $default");
    const answer = await runRoute(call, () => requireApiKey(call));
    if (answer === undefined || !isTwoWay(call)) return;
    if (answer.body.length > CONNECTION_LIMITS.mostMessageBytes)
      throw internalError("The answer is longer than 128 KB");
    sendTo(yard, live, answer.body);
  } catch (error) {
    if (!(error instanceof SocketFailure)) throw error;
    const requestId = call?.requestId ?? newSocketId(yard);
    const { connectionId } = live.facts;
    // AWS: what clients get as a message where there is no answer for them.
    sendTo(yard, live, Buffer.from(JSON.stringify({ message: error.message, connectionId, requestId })));
  }
}

function callOf(yard: YardContext, from: ServedStage, { facts }: LiveConnection, text: string): SocketCall | undefined {
  const { api, served } = from;
  const body = messageBody(text);
  const key = routeKeyOf(api.routeSelectionExpression ?? "", body);
  // Messages reach the routes that are for them: a client cannot say that somebody connects.
  const own = key === undefined || key === "$connect" || key === "$disconnect" ? undefined : findRoute(served, key);
  const route = own ?? findRoute(served, "$default");
  if (route === undefined) return undefined;
  return socketCall(yard, from, facts, { type: "MESSAGE", messageId: newSocketId(yard) }, route, body);
}

/** AWS: "Set up route responses for WebSocket APIs": a route with a response, and an expression that selects it, answers. */
function isTwoWay({ route, served }: SocketCall): boolean {
  return (
    route.routeResponseSelectionExpression !== undefined &&
    (served.routeResponses ?? []).some(
      ({ routeId, routeResponseKey }) => routeId === route.routeId && routeResponseKey === "$default",
    )
  );
}

function sendTo(yard: YardContext, { facts, socket }: LiveConnection, text: Uint8Array): void {
  // A client that sends and never reads would have its answers kept here without end.
  if (socket.unsentBytes > MOST_UNSENT_BYTES) {
    socket.close(1008, "The client does not read");
    return;
  }
  socket.send(text);
  countMessageOut(yard, facts);
}
