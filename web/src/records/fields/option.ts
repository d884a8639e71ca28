// option.ts — what a list under a text field offers.
export interface Option {
  key: string | number
  label: string
  detail?: string
}
