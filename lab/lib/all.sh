# Everything a lab command may use. $LAB is the folder that this file's folder is in.
# shellcheck shell=bash
for part in common packages engine engine-down names registry layers push rootfs proxy app hosts builder inventory; do
  # shellcheck source=/dev/null
  . "$LAB/lib/$part.sh"
done
