/** A report to try the page with. It is invented; its mistake in the dollars is on purpose. */

export const SAMPLE = {
  on: "2023-12-07",
  text: `Customs officers in Klaipėda stopped a lorry bound for Minsk on Thursday. Its papers spoke of used furniture.

Behind the sofas stood a Lexus LX, bought in Osaka for ¥10M ($700,000). The driver’s cabin held a Swiss wristwatch \
valued at about €4,900, a handbag by Prada priced between €280 and €320, and a bottle of cognac at £95.

The driver, who had been paid 4,000 złoty for the trip, said that he never looked.`,
};
