import type { CompanyMail } from "./category";

/** The company of every preview. */
export const previewCompany: CompanyMail = {
  companyName: "Northwind Instruments",
  askWhom: "Dana Whitfield (dana.whitfield@northwind.example)",
  settingsUrl: "https://countersign.example/ab/notification-settings",
};
