// How much of a letter is read. Whatever lies beyond is in the raw letter, which is kept whole.

/** A header of a megabyte is an attack; the longest honest ones have some tens of kilobytes. */
export const LongestHead = 1024 * 1024

/** Parts of parts, and so on. */
export const MostParts = 1_000

/** Of each text, in bytes. */
export const LongestText = 2 * 1024 * 1024

/** Of each list of addresses. */
export const MostAddresses = 1_000

/** How long one letter may take, in milliseconds; and how much more of it is read in each. */
export const LongestReading = 5_000
export const BytesPerMillisecond = 5_000
