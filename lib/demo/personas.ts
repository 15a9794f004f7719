/** A person of the demo company whom one click signs in. `role` completes "Continue as …". */
export type Persona = { key: string; role: string; name: string; email: string };

/** All personas, in the order of the sign-in page. The demo's seed uses these names and addresses. */
export const personas = [
  { key: "hiring-manager", role: "hiring manager", name: "Hana Okafor", email: "hana@northwind.example" },
  {
    key: "second-hiring-manager",
    role: "second hiring manager",
    name: "Marek Novak",
    email: "marek@northwind.example",
  },
  { key: "approver", role: "approver", name: "Bo Lindqvist", email: "bo@northwind.example" },
  { key: "second-approver", role: "second approver", name: "Priya Raman", email: "priya@northwind.example" },
  { key: "admin", role: "admin", name: "Dana Whitfield", email: "dana@northwind.example" },
  { key: "program-owner", role: "program owner", name: "Olu Adeyemi", email: "olu@northwind.example" },
  { key: "finance-admin", role: "finance admin", name: "Fiona Castell", email: "fiona@northwind.example" },
  { key: "freelancer", role: "freelancer", name: "Teodor Marsh", email: "teodor@marsh.example" },
  { key: "second-freelancer", role: "second freelancer", name: "Ines Duarte", email: "ines@duarte.example" },
  { key: "support-agent", role: "support agent", name: "Sam Keller", email: "sam@support.example" },
  {
    key: "payment-operations-agent",
    role: "payment operations agent",
    name: "Pat Moreau",
    email: "pat@support.example",
  },
  {
    key: "second-payment-operations-agent",
    role: "second payment operations agent",
    name: "Ruth Adler",
    email: "ruth@support.example",
  },
  {
    key: "other-company-hiring-manager",
    role: "hiring manager of another company",
    name: "Lena Brandt",
    email: "lena@harbour.example",
  },
] as const satisfies readonly Persona[];

export type PersonaKey = (typeof personas)[number]["key"];

/** The persona with this key, or null. */
export const findPersona = (key: string): Persona | null => personas.find((each) => each.key === key) ?? null;

/** The persona with this address, or null. */
export const personaOf = (email: string): Persona | null => personas.find((each) => each.email === email) ?? null;
