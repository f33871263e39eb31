/** What is no longer the sealed text it was: cut, flipped, lengthened, mixed with another, made up. */
export function tampered(sealed: string, other: string): readonly string[] {
  const parts = sealed.split(".");
  const others = other.split(".");
  const mixed = parts.flatMap((_, index) => {
    const part = others[index];
    return part === undefined || part === parts[index] ? [] : [parts.with(index, part).join(".")];
  });
  const places = [0, 3, sealed.indexOf(".", 3) + 1, sealed.lastIndexOf(".") + 1, sealed.length - 4];
  return [
    sealed.slice(0, -1),
    sealed.slice(0, -8),
    sealed.slice(0, sealed.lastIndexOf(".")),
    sealed.slice(1),
    `${sealed}A`,
    `${sealed}.AAAA`,
    `${sealed}=`,
    ` ${sealed}`,
    ...places.map((place) => flipped(sealed, place)),
    ...mixed,
    "A".repeat(sealed.length),
    `${parts[0]}.${parts[1]}..${"A".repeat(20)}`,
  ];
}

/** Another letter of the base64url alphabet, so that the form stays. */
function flipped(text: string, place: number): string {
  return text.slice(0, place) + (text[place] === "A" ? "B" : "A") + text.slice(place + 1);
}
