/** An auth event on the wire. Risk is not computed, so no event has a level of it. */
import type { AuthEventType } from "../../model/shapes.ts";
import type { AuthEvent } from "../events/auth-event.ts";

export function authEventType(event: AuthEvent): AuthEventType {
  const { ipAddress, deviceName, feedback } = event;
  return {
    EventId: event.eventId,
    EventType: event.type,
    CreationDate: event.at / 1000,
    EventResponse: event.response,
    EventRisk: { RiskDecision: "NoRisk", CompromisedCredentialsDetected: false },
    ChallengeResponses: event.challenges,
    EventContextData: {
      ...(ipAddress !== undefined && { IpAddress: ipAddress }),
      ...(deviceName !== undefined && { DeviceName: deviceName }),
    },
    ...(feedback !== undefined && { EventFeedback: feedback }),
  };
}
