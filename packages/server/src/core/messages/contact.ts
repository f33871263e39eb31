/** Where a person can be reached, and how that is shown to somebody who should not learn it. */
import type { CodeDeliveryDetailsType, DeliveryMediumType } from "../../model/shapes.ts";
import type { Attributes, ContactAttribute } from "../users/attributes.ts";

export interface Contact {
  readonly attribute: ContactAttribute;
  readonly medium: DeliveryMediumType;
  readonly to: string;
}

export function contactOf(attributes: Attributes, attribute: ContactAttribute): Contact | undefined {
  const to = attributes[attribute];
  if (to === undefined || to === "") return undefined;
  return { attribute, medium: attribute === "email" ? "EMAIL" : "SMS", to };
}

export function deliveryDetails({ attribute, medium, to }: Contact): CodeDeliveryDetailsType {
  return { Destination: maskedAddress(medium, to), DeliveryMedium: medium, AttributeName: attribute };
}

/** `j***@e***` and `+*******1234`: never longer than the secret needs, so that lengths are hidden too. */
export function maskedAddress(medium: DeliveryMediumType, to: string): string {
  if (medium === "SMS") return `+*******${to.slice(-4)}`;
  const [name = "", domain = ""] = to.split("@");
  return `${firstCharacter(name)}***@${firstCharacter(domain)}***`;
}

function firstCharacter(text: string): string {
  return [...text][0] ?? "";
}
