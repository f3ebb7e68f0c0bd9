/** As package.json has it; a contract test compares the two. */
export const toolVersion = 'seaworthy 0.1.0'
