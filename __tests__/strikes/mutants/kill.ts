export const killMutants = (print: (text: string) => void): Promise<number> => {
  print('none yet')
  return Promise.resolve(0)
}
