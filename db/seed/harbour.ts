import type { Company } from "./company";
import type { StoryTime } from "./story-time";
import { type Talent, teller } from "./teller";

const lena = "lena@harbour.example";
const jonas = "jonas@harbour.example";

/** A second, smaller company with its own approver. Nothing of it may ever be seen at Northwind, and the other way round. */
export async function tellHarbour(
  company: Company,
  { before, day, minutesAgo }: StoryTime,
  { teodor, ines }: { teodor: Talent; ines: Talent },
): Promise<void> {
  const tell = teller(company, "EUR");
  const survey = await tell.request(before(33, 9), lena, {
    title: "Berth survey, coding of answers",
    team: "Research",
    talent: ines,
    offerKind: "direct",
    contractType: "hourly",
    rate: "64.00",
    weeklyHours: "18",
    startDate: day(-26),
    endDate: day(12),
    reason: "Nine hundred open answers from harbour masters, to be coded by one careful reader.",
  });
  await tell.approve(before(32, 10), jonas, survey);
  const surveyOffer = await tell.offer(before(31, 9), lena, survey, {
    kind: "direct",
    team: "Research",
    talent: ines,
    title: "Berth survey, coding of answers",
    description: "Read and code all open answers with our code book.",
    contractType: "hourly",
    rate: "64.00",
    weeklyHours: "18",
    startDate: day(-26),
    endDate: day(12),
    manualTime: "on",
  });
  await tell.accept(before(29, 14), ines, surveyOffer);

  const atlas = await tell.request(before(12, 11), lena, {
    title: "Tide atlas, printed edition",
    team: "",
    offerKind: "byo",
    contractType: "fixed_price",
    budget: "21,000.00",
    startDate: day(-2),
    endDate: day(60),
    reason: "Our customers ask for paper on the bridge.",
  });
  await tell.decline(before(11, 9), jonas, atlas, "Too dear for a print run of three hundred.");

  const maps = await tell.request(before(6, 9), lena, {
    title: "Crane telemetry, clean-up of gaps",
    team: "Research",
    talent: teodor,
    offerKind: "direct",
    contractType: "fixed_price",
    budget: "7,800.00",
    startDate: day(4),
    endDate: day(45),
    reason: "A third of the readings of last winter are missing or doubled.",
  });
  await tell.approve(before(5, 16), jonas, maps);
  await tell.offer(before(4, 10), lena, maps, {
    kind: "direct",
    team: "Research",
    talent: teodor,
    title: "Crane telemetry, clean-up of gaps",
    description: "Find gaps and doubles, repair what can be repaired, document the rest.",
    contractType: "fixed_price",
    startDate: day(4),
    endDate: day(45),
    "milestoneTitle[]": ["List of faults", "Clean data set"],
    "milestoneAmount[]": ["2,300.00", "5,500.00"],
    "milestoneDue[]": ["", day(45)],
  });
  await tell.request(minutesAgo(200), lena, {
    title: "Dashboard for ice warnings",
    team: "Research",
    offerKind: "byo",
    contractType: "hourly",
    rate: "72.50",
    weeklyHours: "24",
    startDate: day(15),
    endDate: day(75),
    neededBy: day(9),
    reason: "The old dashboard has no alarms, and the ice comes earlier every year.",
  });
}
