import type { Fact } from "./facts";

/** What mails about a contract show of it; all values are ready to be shown. */
export interface ContractFacts {
  title: string;
  contractNumber: string;
  talentName: string;
  /** The contract's page on the reader's side. */
  contractUrl: string;
}

export const contractFacts = ({ contractNumber, talentName }: ContractFacts, companyName: string): Fact[] => [
  ["Contract", contractNumber],
  ["Client", companyName],
  ["Freelancer", talentName],
];

export const previewContract: ContractFacts = {
  title: "Payroll audit, March",
  contractNumber: "1042",
  talentName: "Teodor Marsh",
  contractUrl: "https://countersign.example/talent/contracts/0198f2c4-33cc-7d24-8b99-2e5e3b2b9f74",
};
