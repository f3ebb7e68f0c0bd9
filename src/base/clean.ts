import { stripVTControlCharacters } from 'node:util'

/**
 * Text without colours, control characters and characters that have no width. The last are not only
 * ugly: a reader that compares by culture, as .NET does, sees `::` in `:` + U+00AD + `:`. Tabs and
 * newlines stay; the runner also ends a line at a lone carriage return, so that becomes a newline.
 */
export const withoutControls = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, '')

/** `text` for a place inside a line of ours: one line, no controls. */
export const oneLine = (text: string): string => withoutControls(text).replace(/\s+/g, ' ').trim()
